import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type TicketFilter, type TicketSort, ticketSorts } from '#application/ports/ticket-list.ts';
import type { Actor } from '#domain/access/actor.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { minutes } from '#domain/shared/duration.ts';
import { QueueId, UserId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { ada, carla, dora, paul } from '../support/people.ts';
import { billing } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { insertTicketRows } from '../support/ticket-rows.ts';
import { later, ticketId, ticketIn } from '../support/tickets.ts';
import { rowsTouchedBy } from '../support/work-of-mysql.ts';

const total = 20_000;
const pageSize = 25;

const queues = Array.from({ length: 20 }, (_, count) =>
  QueueId(`01957b3e-9c00-7a10-8f10-0000000000${String(count).padStart(2, '0')}`),
);
const agentOf = (count: number): Actor => ({
  id: UserId(`01957b3e-9c00-7b20-9a01-0000000000${String(count).padStart(2, '0')}`),
  grants: grantsFor('agent', queues.slice(0, count)),
});
const [one, twenty] = [agentOf(1), agentOf(20)];

/** One of so many, by chance that is the same each time. */
const oneOf = (count: number, salt: number, among: number): number =>
  createHash('md5').update(`${count} ${salt}`).digest().readUInt32BE() % among;

const workStatuses = ['new', 'open', 'pending', 'on-hold', 'solved', 'closed', 'spam'] as const;

/** What is old is closed; there are thirty agents, and carla is one of a thousand customers, most of whom are dora. */
const manyTickets = Array.from({ length: total }, (_, count) => {
  const openedAt = later(minutes(count));
  const status = count < total * 0.9 ? 'closed' : (workStatuses[oneOf(count, 1, 7)] ?? 'open');
  const holder = oneOf(count, 2, 40);
  const ticket = ticketIn(status, {
    id: ticketId(count),
    requester: oneOf(count, 3, 100) === 0 ? carla.id : dora.id,
    participants: oneOf(count, 4, 50) === 0 ? [paul.id] : [],
    queue: queues[oneOf(count, 5, 20)] ?? billing.id,
    assignee: holder < 30 ? agentOf(holder).id : undefined,
    priority: priorities[oneOf(count, 6, 4)] ?? 'normal',
    tags: oneOf(count, 7, 200) === 0 ? ['vip'] : [],
    openedAt,
    waitingSince: oneOf(count, 8, 4) === 0 ? openedAt : undefined,
  });
  const updatedAt = later(minutes(count + oneOf(count, 9, 500)));
  return { ticket, version: 1, publicVersion: 1, updatedAt, publicUpdatedAt: openedAt };
});

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase({
    name: 'MySQL',
    databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
  });
  await addTheCast(db);
  await db.session.transaction(async () => {
    for (const [count, id] of queues.entries())
      await db.stores.queues.add({ ...billing, id, name: `Queue ${count}` });
  });
  await insertTicketRows(db, manyTickets);
  await sql`analyze table tickets, ticket_participants, ticket_tags`.execute(db.session.db());
});
afterAll(() => db.close());

const readers: Readonly<Record<string, Actor>> = {
  'a customer who asks much': carla,
  'a customer who takes part in much': paul,
  'an agent of one queue': one,
  'an agent of twenty queues': twenty,
  'an admin': ada,
};

const filtersOf = (reader: Actor) =>
  ({
    everything: {},
    'what is open': { statuses: ['open'] },
    'what is new or open': { statuses: ['new', 'open'] },
    'one queue': { queue: queues[0] },
    'what is open in one queue': { statuses: ['open'], queue: queues[0] },
    'what they hold': { assignee: reader.id },
    'what they hold that is open': { assignee: reader.id, statuses: ['open'] },
    'what nobody holds': { assignee: 'none' },
    'what one customer asked': { requester: carla.id },
    'what is urgent': { priority: 'urgent' },
    'one tag': { tag: 'vip' },
    'what has changed lately': { updatedSince: later(minutes(total * 0.95)) },
  }) as const satisfies Readonly<Record<string, Partial<TicketFilter>>>;

type Asked = keyof ReturnType<typeof filtersOf>;

/** What a page may cost; by what it takes no share in, it is never all that there is. */
type Cost = { readonly read: number; readonly sorted: number };

const usual: Cost = { read: total / 6, sorted: 700 };

/** What costs more, and why that is so. */
const costly = (name: string, sort: TicketSort, asked: Asked): Cost => {
  // a page of each status in each of twenty queues, merged
  if (name === 'an agent of twenty queues' && sort === 'waiting' && asked === 'everything')
    return { ...usual, read: 20 * 8 * 2 * (pageSize + 1) };
  // all of it, closed or not, in an order that no index has for it
  if (asked === 'what nobody holds' && (sort === 'number' || sort === '-openedAt'))
    return { ...usual, read: 1.1 * manyTickets.filter(({ ticket }) => ticket.assignee === undefined).length };
  // passes what has not changed: those who mirror tickets ask in the order of changes
  if (asked === 'what has changed lately' && (sort === 'number' || sort === 'waiting'))
    return { ...usual, read: 1.2 * total };
  return usual;
};

describe.each(Object.entries(readers))('to %s a page costs a small part of all tickets', (name, reader) => {
  describe.each(ticketSorts)('in the order %s:', (sort) => {
    test.each(Object.entries(filtersOf(reader)))('%s', async (asked, some) => {
      const filter: TicketFilter = {
        ...{ statuses: [], queue: undefined, assignee: undefined, requester: undefined },
        ...{ priority: undefined, tag: undefined, updatedSince: undefined },
        ...some,
      };
      const { rows } = await rowsTouchedBy(db.session, () =>
        db.stores.list.page(visibilityOf(reader), { filter, sort, after: undefined, limit: pageSize }),
      );
      const most = costly(name, sort, asked as Asked);
      expect(rows.read).toBeLessThanOrEqual(most.read);
      expect(rows.sorted).toBeLessThanOrEqual(most.sorted);
    });
  });
});
