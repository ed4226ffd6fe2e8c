import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import {
  type ListPosition,
  type TicketFilter,
  type TicketSort,
  ticketSorts,
} from '#application/ports/ticket-list.ts';
import { viewAs } from '#application/tickets/ticket-view.ts';
import type { Actor } from '#domain/access/actor.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { moveToQueue, prioritise, retag } from '#domain/tickets/edit.ts';
import { claim } from '#domain/tickets/hold.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { categoryWith } from '../support/categories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening } from '../support/openings.ts';
import { ada, bea, ben, carla, dora, lena, nobody, paul, sam } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { acme, everywhere, globex, inOrganisation, inQueue, roleOf } from '../support/roles.ts';
import { addTheCast } from '../support/the-cast.ts';
import { factBy, later, messageId, ticketId, ticketIn } from '../support/tickets.ts';
import { expected } from './ticket-list.model.ts';

const everything: TicketFilter = {
  statuses: [],
  queue: undefined,
  assignee: undefined,
  requester: undefined,
  priority: undefined,
  tag: undefined,
  updatedSince: undefined,
};

const manyQueues = [billing.id, ...Array.from({ length: 99 }, (_, count) => QueueId(messageId(count)))];

const publicReader = roleOf({ 'ticket:read': 'everywhere' });

const readers = {
  'a customer who takes part in others': carla,
  'a customer who takes part only': paul,
  'another customer': dora,
  'an agent who is a requester too': ben,
  'an agent of the other queue': sam,
  'a lead': lena,
  'an agent of both queues': { id: bea.id, grants: [...ben.grants, ...sam.grants] },
  'an agent who may raise no tickets': {
    id: ben.id,
    grants: ben.grants.filter(({ role }) => role !== 'customer'),
  },
  'an admin': ada,
  'somebody without any grant': nobody,
  'a member of an organisation that shares': { ...carla, organisation: acme, sharedOrganisation: acme },
  'an agent who is such a member': { ...ben, sharedOrganisation: acme },
  'an agent for an organisation': { id: bea.id, grants: [inOrganisation('agent', acme)] },
  'an agent of a queue and for two organisations': {
    ...ben,
    grants: [...ben.grants, inOrganisation('agent', acme), inOrganisation('lead', globex)],
  },
  'a customer within an organisation only': { id: carla.id, grants: [inOrganisation('customer', acme)] },
  'a customer within a queue only': { id: carla.id, grants: [inQueue('customer', billing)] },
  'a reader of what a queue says in public': {
    id: bea.id,
    grants: [inQueue(publicReader, billing), ...dora.grants],
  },
  'a reader of all that is public': { ...ben, grants: [...ben.grants, everywhere(publicReader)] },
  'whoever sees as staff just what they hold': {
    ...ben,
    grants: [everywhere(roleOf({ 'ticket:read-internal': ['assigned'] })), ...carla.grants],
  },
  'whoever sees as staff what they raised in a queue': {
    ...ben,
    grants: [inQueue(roleOf({ 'ticket:read-internal': ['own', 'participant'] }), shipping), ...ben.grants],
  },
  'an agent whose token may read in public only': { ...ben, limitedTo: ['ticket:read'] },
  'an admin whose token may not read': { ...ada, limitedTo: ['ticket:open'] },
  'an agent of more queues than there are': { id: bea.id, grants: grantsFor('agent', manyQueues) },
} as const satisfies Record<string, Actor>;

/** Some hundred tickets in which everything that lists look at differs, and much of it ties. */
const population = fc.sample(
  fc.record({
    status: fc.constantFrom(...statuses),
    requester: fc.constantFrom(carla.id, dora.id, ben.id),
    participants: fc.subarray([paul.id, carla.id, ben.id]),
    queue: fc.constantFrom(billing.id, shipping.id),
    category: fc.constantFrom(undefined, categoryWith(1).id, categoryWith(2).id),
    organisation: fc.constantFrom(undefined, acme, globex),
    assignee: fc.constantFrom(undefined, ben.id, bea.id),
    priority: fc.constantFrom(...priorities),
    tags: fc.subarray(['vip', 'VIP', 'vip ']),
    openedIn: fc.record({
      queue: fc.constantFrom(billing.id, shipping.id),
      priority: fc.constantFrom(...priorities),
    }),
    openedAt: fc.constantFrom(1, 2, 3).map(later),
    waitingSince: fc.constantFrom(undefined, 1, 2, 3).map((at) => (at === undefined ? undefined : later(at))),
    publicUpdate: fc.constantFrom(10, 11, 12),
    noteAfter: fc.constantFrom(0, 1, 2),
  }),
  { seed: 2, numRuns: 120 },
);

eachEngine('A list of tickets', (engine) => {
  let db: TestDatabase;
  let all: readonly StoredTicket[];
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    all = await db.session.transaction(async () => {
      const added: StoredTicket[] = [];
      for (const [index, { status, publicUpdate, noteAfter, ...facts }] of population.entries()) {
        // ids run against the order of opening, so that no order holds by accident
        const id = ticketId(population.length - index);
        const externalId = index % 10 === 0 ? `OLD-${index / 10}` : undefined;
        const ticket = ticketIn(status, { ...facts, id, externalId });
        const told = opening(id, { at: later(publicUpdate) }).facts;
        const message = {
          id: messageId(1),
          kind: 'internal',
          author: ben.id,
          automatic: false,
          body: 'Hm.',
        } as const;
        const at = later(publicUpdate + noteAfter);
        const noted = factBy(ben, at, 'note-written', { message: { ...message, at } });
        added.push(await db.stores.tickets.add({ ticket, facts: [...told, noted] }));
      }
      return added;
    });
  });
  afterAll(() => db.close());

  type Wanted = { readonly filter: TicketFilter; readonly sort: TicketSort; readonly limit: number };

  /** Every page, one after the other. */
  const pages = async (reader: Actor, { filter, sort, limit }: Wanted) => {
    const found: { items: readonly StoredTicket[]; next: ListPosition | undefined }[] = [];
    for (let after: ListPosition | undefined; ; ) {
      const page = await db.stores.list.page(visibilityOf(reader), { filter, sort, after, limit });
      found.push(page);
      if (page.next === undefined) return found;
      after = JSON.parse(JSON.stringify(page.next)) as ListPosition;
    }
  };

  const listed = async (reader: Actor, wanted: Wanted): Promise<readonly StoredTicket[]> =>
    (await pages(reader, wanted)).flatMap(({ items }) => items);

  test.each(Object.entries(readers))(
    'holds for %s exactly what they may see, in every order',
    async (_, reader) => {
      for (const sort of ticketSorts) {
        const wanted = { filter: everything, sort, limit: 9 };
        expect(await listed(reader, wanted), sort).toEqual(expected(all, reader, wanted));
      }
    },
  );

  test('holds for everybody exactly what they asked for of that, page by page', async () => {
    const wanted = fc.record({
      reader: fc.constantFrom(...Object.values(readers)),
      sort: fc.constantFrom(...ticketSorts),
      limit: fc.constantFrom(1, 5, 25, 100),
      filter: fc.record({
        statuses: fc.subarray([...statuses]),
        queue: fc.option(fc.constantFrom(billing.id, shipping.id), { nil: undefined }),
        assignee: fc.option(fc.constantFrom('none' as const, ben.id, carla.id), { nil: undefined }),
        requester: fc.option(fc.constantFrom(carla.id, dora.id, ben.id), { nil: undefined, freq: 1 }),
        priority: fc.option(fc.constantFrom(...priorities), { nil: undefined, freq: 1 }),
        category: fc.option(fc.constantFrom(categoryWith(1).id, categoryWith(9).id), {
          nil: undefined,
          freq: 1,
        }),
        externalId: fc.option(fc.constantFrom('OLD-1', 'old-1', 'OLD-7'), { nil: undefined, freq: 1 }),
        tag: fc.option(fc.constantFrom('vip', 'VIP', 'vip ', 'Vip'), { nil: undefined, freq: 1 }),
        updatedSince: fc.option(fc.constantFrom(11, 12, 15).map(later), { nil: undefined, freq: 1 }),
      }),
    });
    await fc.assert(
      fc.asyncProperty(wanted, async ({ reader, ...rest }) => {
        expect(await listed(reader, rest)).toEqual(expected(all, reader, rest));
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('shows a customer nothing of what only staff know, in no order, filter or position', async () => {
    const views = async () => {
      const seen = [];
      for (const sort of ticketSorts) {
        for (const filter of [
          everything,
          { ...everything, queue: billing.id },
          { ...everything, priority: 'urgent' as const },
          { ...everything, assignee: 'none' as const },
          { ...everything, assignee: ben.id },
          { ...everything, tag: 'secret' },
          { ...everything, externalId: 'OLD-1' },
          { ...everything, updatedSince: later(12) },
        ]) {
          const found = await pages(carla, { filter, sort, limit: 10 });
          seen.push(
            found.map(({ items, next }) => ({ items: items.map((item) => viewAs('customer', item)), next })),
          );
        }
      }
      return seen;
    };
    const before = await views();
    for (const { ticket } of all) await workBehindTheScenes(ticket);
    expect(await views()).toEqual(before);
  });

  test('ends where nothing is left, and asks for no page behind the last', async () => {
    const wanted = { filter: everything, sort: 'number', limit: all.length } as const;
    expect(await pages(ada, wanted)).toHaveLength(1);
    expect(await pages(ada, { ...wanted, limit: all.length - 1 })).toHaveLength(2);
  });

  test('survives moments that no calendar of a database holds', async () => {
    const year10000 = { ...everything, updatedSince: new Date(8_640_000_000_000_000) };
    expect(await listed(ada, { filter: year10000, sort: '-updatedAt', limit: 5 })).toEqual([]);
    const year0 = { ...everything, updatedSince: new Date(-8_640_000_000_000_000) };
    expect(await listed(ada, { filter: year0, sort: '-updatedAt', limit: 100 })).toHaveLength(all.length);
  });

  const workBehindTheScenes = (ticket: Ticket): Promise<void> =>
    db.session.transaction(async () => {
      const steps = [
        (so: Ticket) => writeNote(so, { by: ada, at: later(99), id: messageId(9), body: 'Hm.' }),
        (so: Ticket) => claim(so, { by: ada, at: later(99) }),
        (so: Ticket) => prioritise(so, { by: ada, at: later(99), priority: 'urgent' }),
        (so: Ticket) => retag(so, { by: ada, at: later(99), tags: ['secret'] }),
        (so: Ticket) => moveToQueue(so, { by: ada, at: later(99), queue: shipping.id, assigneeStays: true }),
      ];
      for (const step of steps) {
        const found = await db.stores.tickets.find({ id: ticket.id });
        const decision = found && step(found.ticket);
        if (found && decision?.ok) await db.stores.tickets.save(found, decision.outcome);
      }
    });
});
