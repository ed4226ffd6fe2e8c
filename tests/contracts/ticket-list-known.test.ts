import { afterAll, beforeAll, expect, test } from 'vitest';
import { recent } from '#adapters/mikro-orm/recent.ts';
import type { Session } from '#adapters/mikro-orm/session.ts';
import { mikroOrmTicketList } from '#adapters/mikro-orm/tickets/ticket-list.ts';
import { visibilityOf } from '#domain/access/visibility.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening } from '../support/openings.ts';
import { ada } from '../support/people.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, ticketId, ticketIn } from '../support/tickets.ts';

const wanted = {
  filter: {
    ...{ statuses: ['open'] satisfies Status[], queue: undefined, assignee: undefined, requester: undefined },
    ...{ priority: undefined, tag: undefined, updatedSince: undefined },
  },
  sort: '-updatedAt',
  after: undefined,
  limit: 2,
} as const;

eachEngine('A list that remembers tickets', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    await db.session.transaction(async () => {
      for (const count of [1, 2, 3, 4]) {
        const { facts } = opening(ticketId(count), { at: later(count) });
        await db.stores.tickets.add({ ticket: ticketIn('open', { id: ticketId(count) }), facts });
      }
    });
  });
  afterAll(() => db.close());

  const change = (count: number, columns: { subject?: string; status?: string; version: number }) =>
    db.session.db().updateTable('tickets').set(columns).where('id', '=', ticketId(count)).execute();

  /** The same session, on which something happens right after the first statement of a read. */
  const interrupted = (happens: () => Promise<unknown>): Session => {
    let due = true;
    return {
      ...db.session,
      ask: async (queries) => {
        const answers = await db.session.ask(queries);
        if (due) {
          due = false;
          await happens();
        }
        return answers;
      },
    };
  };

  const subjects = async (list = db.stores.list) =>
    (await list.page(visibilityOf(ada), wanted)).items.map(({ ticket }) => ticket.subject);

  test('gives the very same ticket again while it stays as it is, and its change as soon as it is made', async () => {
    const first = await db.stores.list.page(visibilityOf(ada), wanted);
    const again = await db.stores.list.page(visibilityOf(ada), wanted);
    expect(again.items[0]).toBe(first.items[0]);
    await change(4, { subject: 'Charged thrice', version: 20 });
    expect(await subjects()).toEqual(['Charged thrice', first.items[1]?.ticket.subject]);
  });

  test('shows a page of one moment, also when a ticket moves on while it is read', async () => {
    const list = mikroOrmTicketList(interrupted(() => change(4, { status: 'pending', version: 30 })));
    const { items } = await list.page(visibilityOf(ada), wanted);
    expect(items.map(({ ticket }) => [ticket.id, ticket.status])).toEqual([
      [ticketId(3), 'open'],
      [ticketId(2), 'open'],
    ]);
  });
});

test('only so much is remembered: what was asked for last', () => {
  const known = recent<number>(2);
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) known.set(name, index);
  known.get('a');
  known.set('e', 4);
  expect(['a', 'b', 'e'].map((name) => known.get(name))).toEqual([0, undefined, 4]);
});

test('what differs in size is weighed', () => {
  const known = recent<string>(10, ({ length }) => length);
  for (const [name, value] of [
    ['a', 'short'],
    ['a', 'shorter'],
    ['b', 'a longer one'],
    ['c', 'c'],
    ['d', 'this one weighs enough'],
    ['e', 'e'],
  ] as const)
    known.set(name, value);
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => known.get(name) !== undefined)).toEqual([
    ...[false, false, true, true, true],
  ]);
});
