import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { mikroOrmAssignmentRota } from '#adapters/mikro-orm/queues/assignment-rota.ts';
import type { ListPosition, TicketFilter, TicketSort } from '#application/ports/ticket-list.ts';
import type { Actor } from '#domain/access/actor.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { minutes } from '#domain/shared/duration.ts';
import { QueueId, type UserId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { categoryWith } from '../support/categories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { ada, bea, ben, carla, dora, lena, paul, sam } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { addTheCast } from '../support/the-cast.ts';
import { insertTicketRows } from '../support/ticket-rows.ts';
import { later, messageId, ticketId, ticketIn } from '../support/tickets.ts';

const total = 20_000;
const pageSize = 25;

const about = categoryWith(1);

/** Who works billing or shipping asks much there, and lena a little in the other queue, too. */
const requesterOf = (count: number): UserId => {
  if (count % 12 === 3) return sam.id;
  if (count % 12 === 1 || count % 1200 === 6) return lena.id;
  return count % 100 === 0 ? carla.id : dora.id;
};

/** Most tickets are closed, most are dora's; carla has 200, and paul takes part in 400. */
const manyTickets = Array.from({ length: total }, (_, count) => {
  const openedAt = later(minutes(count));
  const status = count % 7 < 5 ? 'closed' : (statuses[count % statuses.length] ?? 'open');
  const ticket = ticketIn(status, {
    id: ticketId(count),
    requester: requesterOf(count),
    participants: count % 50 === 7 ? [paul.id] : [],
    category: [undefined, undefined, undefined, undefined, about.id][count % 5],
    queue: count % 3 === 0 ? shipping.id : billing.id,
    assignee: [undefined, ben.id, bea.id, bea.id, bea.id][count % 5],
    priority: priorities[count % 4] ?? 'normal',
    tags: count % 200 === 0 ? ['vip'] : [],
    openedAt,
    waitingSince: count % 4 === 0 ? openedAt : undefined,
  });
  const updatedAt = later(minutes((count * 7919) % 20_011));
  return { ticket, version: 1, publicVersion: 1, updatedAt, publicUpdatedAt: openedAt };
});

type Wanted = Partial<TicketFilter> & { readonly sort?: TicketSort };
/** Somebody whose tickets are looked for among all, and not in the index of each queue. */
const ofMany: Actor = {
  ...ben,
  grants: [
    ...ben.grants,
    ...grantsFor(
      'agent',
      Array.from({ length: 19 }, (_, count) => QueueId(messageId(count))),
    ),
  ],
};
const open = { statuses: ['open'] } satisfies { statuses: Status[] };

/** Who reads what, into how many arms that is divided, and how many tickets are few enough to be sorted. */
const lists: Readonly<Record<string, readonly [Actor, Wanted, number, number?]>> = {
  'an admin: everything': [ada, {}, 1],
  'an admin: what is open': [ada, open, 1],
  'an admin: what is new or open': [ada, { statuses: ['new', 'open'] }, 2],
  'an admin: what was opened last': [ada, { sort: '-openedAt' }, 1],
  'an admin: by number': [ada, { sort: 'number' }, 1],
  'an admin: what waits': [ada, { sort: 'waiting' }, 8],
  'an admin: what nobody holds': [ada, { assignee: 'none' }, 8],
  'an admin: one queue': [ada, { queue: shipping.id }, 1],
  'an admin: what waits in one queue': [ada, { queue: shipping.id, sort: 'waiting' }, 8],
  'an admin: what one customer asked': [ada, { requester: carla.id }, 1, 200],
  'an admin: one category': [ada, { category: about.id }, 1],
  'an agent: one category': [ben, { category: about.id }, 3],
  'an admin: one tag': [ada, { tag: 'vip' }, 1],
  'an admin: one tag in one queue': [ada, { tag: 'vip', queue: shipping.id }, 1],
  'an admin: one tag, by number': [ada, { tag: 'vip', sort: 'number' }, 1, 100],
  'an admin: what one customer asked last': [ada, { requester: dora.id, sort: '-openedAt' }, 1],
  'an admin: what one customer asked, by number': [ada, { requester: dora.id, sort: 'number' }, 1],
  'an agent: one tag': [ben, { tag: 'vip' }, 1],
  'an agent: their queue': [ben, {}, 3],
  'an agent: what is open in it': [ben, open, 3],
  'an agent: what was opened last in it': [ben, { sort: '-openedAt' }, 3],
  'an agent: by number': [ben, { sort: 'number' }, 3],
  'an agent: what waits in it': [ben, { sort: 'waiting' }, 10],
  'an agent: what is open and waits in it': [ben, { ...open, sort: 'waiting' }, 3],
  'an agent: what they hold': [ben, { assignee: ben.id }, 8],
  'an agent: what they hold that is open': [ben, { ...open, assignee: ben.id }, 1],
  'an agent who has asked thousands in their queue': [sam, {}, 1],
  'an agent who has asked thousands in their queue: what is open': [sam, open, 1],
  'a lead who has asked thousands in their queue, and few elsewhere': [lena, {}, 3, 20],
  'a lead who has asked few elsewhere: what is open': [lena, open, 3, 20],
  'an agent of twenty queues': [ofMany, {}, 14],
  'an agent of twenty queues: what is open': [ofMany, open, 14],
  'an agent of twenty queues: what is open and waits': [ofMany, { ...open, sort: 'waiting' }, 14],
  'an agent of twenty queues: what was opened last': [ofMany, { sort: '-openedAt' }, 14],
  'an agent of twenty queues: one tag': [ofMany, { tag: 'vip' }, 14],
  'a customer: what they asked': [carla, {}, 2],
  'a customer: what they asked last': [carla, { sort: '-openedAt' }, 2],
  'a customer who asked thousands: what they asked last': [dora, { sort: '-openedAt' }, 2],
  'a customer who asked thousands: by number': [dora, { sort: 'number' }, 2],
  'a customer who asked thousands: what is on hold': [dora, { statuses: ['on-hold'] }, 2],
  'a customer: what they take part in': [paul, {}, 2, 400],
};

/** What MySQL knows of these tables is from when they were empty, unless it is told to look again. */
const tables = ['tickets', 'ticket_participants', 'ticket_tags'];

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase({
    name: 'MySQL',
    databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
  });
  await addTheCast(db);
  for (const table of tables) {
    await sql`alter table ${sql.table(table)} stats_auto_recalc = 0`.execute(db.session.db());
    await sql`analyze table ${sql.table(table)}`.execute(db.session.db());
  }
  await insertTicketRows(db, manyTickets);
});
afterAll(() => db.close());

/** Rows that this connection has read from tables and indexes. */
const rowsRead = async (): Promise<number> => {
  const { rows } = await sql<{ Value: string }>`show session status like 'Handler_read%'`.execute(
    db.session.db(),
  );
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
};

const read = async (reader: Actor, { sort = '-updatedAt', ...some }: Wanted, after?: ListPosition) => {
  const filter: TicketFilter = {
    ...{ statuses: [], queue: undefined, assignee: undefined, requester: undefined },
    ...{ priority: undefined, tag: undefined, updatedSince: undefined },
    ...some,
  };
  const counting = (await rowsRead()) - (await rowsRead());
  const before = await rowsRead();
  const page = await db.stores.list.page(visibilityOf(reader), { filter, sort, after, limit: pageSize });
  return { ...page, rows: (await rowsRead()) - before + counting };
};

const staysSmall = async (
  reader: Actor,
  wanted: Wanted,
  { arms, sorted }: { readonly arms: number; readonly sorted: number },
): Promise<void> => {
  // an arm's rows are read, kept and merged
  const few = arms * 5 * (pageSize + 1) + sorted * 2;
  const first = await read(reader, wanted);
  expect(first.items).toHaveLength(pageSize);
  expect(first.rows).toBeLessThanOrEqual(few);
  let { next } = first;
  for (let pages = 0; pages < 5 && next !== undefined; pages += 1) {
    next = (await read(reader, wanted, next)).next ?? next;
  }
  expect((await read(reader, wanted, next)).rows).toBeLessThanOrEqual(few);
};

describe.each([
  ['with statistics from before there were any tickets', async () => {}],
  [
    'with fresh statistics',
    async () => {
      await sql`analyze table ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db.session.db());
    },
  ],
])('%s a page reads hardly more of twenty thousand tickets than it shows', (_, prepare) => {
  beforeAll(prepare);

  test('to whoever asks for the next ticket of a queue', async () => {
    await db.session.transaction(async () => {
      const counting = (await rowsRead()) - (await rowsRead());
      const before = await rowsRead();
      expect(await db.stores.tickets.nextIn(billing.id, ben.id)).toBeDefined();
      // twice as many as are looked at for each of two statuses, kept and merged
      expect((await rowsRead()) - before + counting).toBeLessThanOrEqual(200);
    });
  });

  test('to a queue that hands out a ticket', async () => {
    const rota = mikroOrmAssignmentRota(db.session);
    await db.session.transaction(async () => {
      const counting = (await rowsRead()) - (await rowsRead());
      const before = await rowsRead();
      const candidates = await rota.candidates(billing.id);
      const held = candidates.reduce((sum, { load }) => sum + load, 0);
      expect(held).toBeGreaterThan(0);
      // each ticket that somebody holds once, and a few rows for each member
      expect((await rowsRead()) - before + counting).toBeLessThanOrEqual(held + 200);
    });
  });

  test.each(Object.entries(lists))('to %s', async (_name, [reader, wanted, arms, sorted = 0]) => {
    await db.session.transaction(() => staysSmall(reader, wanted, { arms, sorted }));
  });
});
