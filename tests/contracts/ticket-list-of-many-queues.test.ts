import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { ListPosition, TicketFilter, TicketSort } from '#application/ports/ticket-list.ts';
import type { Actor } from '#domain/access/actor.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { bea, ben, carla, dora, sam } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { acme, inOrganisation } from '../support/roles.ts';
import { addTheCast } from '../support/the-cast.ts';
import { insertTicketRows } from '../support/ticket-rows.ts';
import { later, messageId, ticketId, ticketIn } from '../support/tickets.ts';
import { expected } from './ticket-list.model.ts';

const emptyQueues = Array.from({ length: 5 }, (_, count) => QueueId(messageId(count)));
const ofMany = { grants: [...sam.grants, ...grantsFor('agent', emptyQueues)] };

/** They work many queues, of which one has any tickets: every sixth, twenty in a row and then none for long. */
const readers: Readonly<Record<string, Actor>> = {
  'an agent': { id: bea.id, ...ofMany },
  'an agent who has asked and takes part elsewhere': { id: ben.id, ...ofMany },
  'an agent for an organisation, too': {
    id: ben.id,
    grants: [...ofMany.grants, inOrganisation('agent', acme)],
  },
  'an agent of empty queues': { id: ben.id, grants: [...carla.grants, ...grantsFor('agent', emptyQueues)] },
};

const all: readonly StoredTicket[] = Array.from({ length: 360 }, (_, count) => {
  const openedAt = later((count * 7) % 40);
  const updatedAt = later(1000 + Math.floor(count / 3));
  const ticket = ticketIn((['open', 'open', 'pending', 'closed'] as const)[count % 4] ?? 'open', {
    id: ticketId(count),
    requester: count % 11 === 0 ? ben.id : dora.id,
    participants: count % 17 === 0 ? [ben.id] : [],
    queue: count % 120 < 20 ? shipping.id : billing.id,
    organisation: count % 13 === 0 ? acme : undefined,
    priority: priorities[count % 3] ?? 'normal',
    tags: count % 2 === 0 ? ['vip'] : [],
    openedAt,
    waitingSince: count % 5 === 0 ? undefined : openedAt,
  });
  return { ticket, number: count + 1, version: 2, publicVersion: 1, updatedAt, publicUpdatedAt: openedAt };
});

const everything: TicketFilter = {
  ...{ statuses: [], queue: undefined, assignee: undefined, requester: undefined },
  ...{ priority: undefined, tag: undefined, updatedSince: undefined },
};

const lists: readonly { readonly filter: TicketFilter; readonly sort: TicketSort }[] = [
  { filter: everything, sort: '-updatedAt' },
  { filter: everything, sort: '-openedAt' },
  { filter: { ...everything, statuses: ['open'] }, sort: '-updatedAt' },
  { filter: { ...everything, statuses: ['open'] }, sort: '-openedAt' },
  { filter: { ...everything, statuses: ['open', 'pending'] }, sort: '-updatedAt' },
  { filter: { ...everything, statuses: ['open'] }, sort: 'waiting' },
  { filter: { ...everything, statuses: ['open'], priority: 'high' }, sort: 'waiting' },
  { filter: { ...everything, tag: 'vip' }, sort: '-updatedAt' },
  { filter: { ...everything, tag: 'vip', statuses: ['pending'] }, sort: '-updatedAt' },
];

eachEngine('A list of what is in many queues', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    await insertTicketRows(db, all);
  });
  afterAll(() => db.close());

  test.each(Object.entries(readers))(
    'holds for %s exactly what they may see, page by page',
    async (_, reader) => {
      for (const wanted of lists) {
        for (const limit of [1, 2, 7]) {
          const found: number[] = [];
          for (let after: ListPosition | undefined, more = true; more; more = after !== undefined) {
            const page = await db.stores.list.page(visibilityOf(reader), { ...wanted, after, limit });
            found.push(...page.items.map(({ number }) => number));
            after = page.next;
          }
          expect(found, JSON.stringify({ ...wanted, limit })).toEqual(
            expected(all, reader, wanted).map(({ number }) => number),
          );
        }
      }
    },
  );
});
