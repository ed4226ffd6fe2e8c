import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Change } from '#domain/tickets/change.ts';
import { factAudience } from '#domain/tickets/facts.ts';
import { fold } from '#domain/tickets/fold.ts';
import { claim } from '#domain/tickets/hold.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { commands, people, type Step, stories } from '../domain/lifecycle.stories.ts';
import { categoryWith } from '../support/categories.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { opening, outcomeOf } from '../support/openings.ts';
import { bea, ben, carla, paul } from '../support/people.ts';
import { shipping } from '../support/queues.ts';
import { eachSharedEngine } from '../support/shared-engines.ts';
import { inReview } from '../support/status-labels.ts';
import { addTheCast } from '../support/the-cast.ts';
import {
  closedTicket,
  later,
  mergedTicket,
  messageId,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  spamTicket,
  ticketId,
} from '../support/tickets.ts';

const id = ticketId(1);

const add = ({ session, stores }: TestNode, change: Change): Promise<StoredTicket> =>
  session.transaction(() => stores.tickets.add(change));

/** Finds a ticket and saves what is decided about it, as every use case does. */
const change = ({ session, stores }: TestNode, decide: (ticket: Ticket) => Change): Promise<StoredTicket> =>
  session.transaction(async () => {
    const found = await stores.tickets.find({ id });
    if (found === undefined) throw new Error('no such ticket');
    return stores.tickets.save(found, decide(found.ticket));
  });

const note =
  (turn: number, at = later(turn)) =>
  (ticket: Ticket) =>
    outcomeOf(writeNote(ticket, { by: ben, at, id: messageId(turn), body: `Note ${turn}` }));

eachEngine('Keeping a ticket', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
    await addTheCast(db);
  });

  const written: Readonly<Record<string, Ticket>> = {
    new: newTicket({
      subject: 'Ça marche 🦔 \u{1F468}\u200D\u{1F469}\u200D\u{1F467} “ß” \\ \' "',
      tags: ['vip', 'VIP', 'vïp', '🦔'],
    }),
    'told of in custom fields': newTicket({
      fields: { product: 'app', 'several-things': ['a', 'b'], 'is-vip': false },
      staffFields: { cost: 12.5, note: '"🦔"\n\\' },
    }),
    'about something': newTicket({ category: categoryWith(1).id }),
    'taken up again by another': newTicket({ followUpOf: ticketId(7), channel: 'email' }),
    open: openTicket({ assignee: ben.id, priority: 'urgent', waitingSince: undefined }),
    'moved since it was opened': openTicket({ queue: shipping.id, priority: 'low' }),
    labelled: openTicket({ statusLabel: inReview.id, staffFields: { cost: 0 } }),
    'pending for good': pendingTicket(),
    'pending until a moment': pendingTicket({ waitUntil: later(1) }),
    'on hold for good': onHoldTicket(),
    'on hold while its customer waits': onHoldTicket({ waitUntil: later(999), customerWaiting: true }),
    solved: solvedTicket({ solvedAt: later(123) }),
    closed: closedTicket({ solvedAt: later(1), closedAt: later(2) }),
    spam: spamTicket({ markedAt: later(4) }),
    'merged when it was new': mergedTicket({ before: { status: 'new' }, mergedAt: later(5) }),
    'merged when it was pending': mergedTicket({ before: { status: 'pending', waitUntil: later(6) } }),
    'merged when it was on hold': mergedTicket({
      before: { status: 'on-hold', waitUntil: undefined, customerWaiting: true },
    }),
    'merged when it was solved': mergedTicket({ before: { status: 'solved', solvedAt: later(7) } }),
  };

  test.each(Object.entries(written))('gives back a ticket that is %s', async (_, ticket) => {
    const so = { ...ticket, openedAt: later(1) };
    const added = await add(db, { ...opening(id), ticket: so });
    expect(added.ticket).toEqual(so);
    expect(await db.stores.reader.find({ id })).toEqual(added);
    expect(await db.stores.reader.find({ number: added.number })).toEqual(added);
  });

  test.each(Object.entries(written))('gives back a ticket that became %s', async (_, ticket) => {
    await add(db, opening(id));
    const saved = await change(db, () => ({ ticket, facts: note(1)(newTicket()).facts }));
    expect(saved.ticket).toEqual(ticket);
    expect(await db.stores.reader.find({ id })).toEqual(saved);
  });

  test('numbers tickets as they come', async () => {
    const numbers = [];
    for (const count of [1, 2, 3]) numbers.push((await add(db, opening(ticketId(count)))).number);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(new Set(numbers).size).toBe(3);
  });

  test('knows no ticket that was never added', async () => {
    await add(db, opening(id));
    for (const ref of [{ id: ticketId(2) }, { number: 4711 }]) {
      expect(await db.session.transaction(() => db.stores.tickets.find(ref))).toBeUndefined();
      expect(await db.stores.reader.find(ref)).toBeUndefined();
    }
  });

  test('counts what is said for everybody and for staff apart: a note changes nothing a customer sees', async () => {
    const before = await add(db, opening(id));
    const after = await change(db, note(1));
    expect(after).toEqual({ ...before, version: 2, updatedAt: later(1) });
    expect(await db.stores.reader.find({ id })).toEqual(after);
  });

  test('keeps what nothing happened to as it was', async () => {
    const before = await add(db, opening(id));
    expect(await change(db, (ticket) => ({ ticket, facts: [] }))).toEqual(before);
    expect(await db.stores.reader.find({ id })).toEqual(before);
  });

  test('lets who found a ticket too early begin again, and keeps nothing of their first try', async () => {
    const found = await add(db, opening(id));
    const first = await change(db, note(1));
    const tried: (StoredTicket | undefined)[] = [];
    await db.session.transaction(async () => {
      tried.push(tried.length === 0 ? found : await db.stores.tickets.find({ id }));
      const [stored = found] = tried.slice(-1);
      await db.stores.tickets.save(stored, note(2)(stored.ticket));
    });
    expect(tried).toEqual([found, first]);
    const facts = await db.stores.history.page(id, 'staff', { after: 0, limit: 10 });
    expect(facts.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('holds a ticket for who found it to change: who comes next waits, and finds it changed', async () => {
    await add(db, opening(id));
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
    const changing = db.session.transaction(async () => {
      const found = await db.stores.tickets.find({ id });
      hold();
      await pause(100);
      return found && db.stores.tickets.save(found, note(1)(found.ticket));
    });
    await isHeld;
    const next = await db.session.transaction(() => db.stores.tickets.find({ id }));
    expect(next).toEqual(await changing);
  });

  test('gives a ticket to one of twenty who claim it at once, and tells the others who that is', async () => {
    await add(db, opening(id));
    const decisions = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        db.session.transaction(async () => {
          const found = await db.stores.tickets.find({ id });
          if (found === undefined) throw new Error('no such ticket');
          const decision = claim(found.ticket, { by: turn % 2 ? ben : bea, at: noon });
          if (decision.ok) await db.stores.tickets.save(found, decision.outcome);
          return decision;
        }),
      ),
    );
    const stored = await db.stores.reader.find({ id });
    expect(stored?.version).toBe(2);
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
    expect(decisions.filter(({ ok }) => !ok)).toEqual(
      Array(19).fill({
        ok: false,
        refusal: { code: 'already-claimed', assigneeId: stored?.ticket.assignee },
      }),
    );
  });

  test('whatever happens, the stored ticket is what its history makes of it, counted without a gap', async () => {
    let count = 100;
    const story = async (steps: readonly Step[]) => {
      count += 1;
      await play(db, ticketId(count), steps);
      const stored = await db.stores.reader.find({ id: ticketId(count) });
      const wanted = { after: 0, limit: 1000 };
      const all = await db.stores.history.page(ticketId(count), 'staff', wanted);
      const open = await db.stores.history.page(ticketId(count), 'customer', wanted);
      const facts = all.map(({ fact }) => fact);
      const openFacts = facts.filter(({ type }) => factAudience[type] === 'public');
      expect(stored?.ticket).toEqual(fold(ticketId(count), facts));
      expect(all.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
      expect(open.map(({ seq }) => seq)).toEqual(openFacts.map((_, index) => index + 1));
      expect(open.map(({ fact }) => fact)).toEqual(openFacts);
      expect(stored).toMatchObject({
        version: facts.length,
        publicVersion: openFacts.length,
        updatedAt: facts.at(-1)?.at,
        publicUpdatedAt: openFacts.at(-1)?.at,
      });
    };
    await fc.assert(fc.asyncProperty(stories(25), story), { numRuns: 15, endOnFailure: true });
  });
});

eachSharedEngine('Changing a ticket from two nodes', (engine) => {
  let nodes: readonly TestNode[];
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    nodes = [db, await db.anotherNode()];
    await addTheCast(db);
  });
  afterAll(() => db.close());

  test('loses nothing, and counts without a gap', async () => {
    await add(db, opening(id, { requester: carla.id, participants: [paul.id] }));
    const turns = Array.from({ length: 20 }, (_, turn) => turn + 1);
    await Promise.all(turns.map((turn) => change(nodes[turn % 2] ?? db, note(turn, noon))));
    const history = await db.stores.history.page(id, 'staff', { after: 0, limit: 100 });
    expect(history.map(({ seq }) => seq)).toEqual([1, ...turns.map((turn) => turn + 1)]);
    expect(await db.stores.reader.find({ id })).toMatchObject({ version: 21, publicVersion: 1 });
  });
});

/** Takes a story's steps on a stored ticket, one transaction each; what is refused leaves it as it is. */
const play = async (db: TestNode, played: typeof id, steps: readonly Step[]): Promise<void> => {
  const { tickets } = db.stores;
  await add(db, opening(played, { participants: [paul.id] }));
  let elapsed = 0;
  for (const { who, what, pause, pick } of steps) {
    elapsed += pause;
    const doing = { by: people[who], at: later(elapsed), pick };
    await db.session.transaction(async () => {
      const found = await tickets.find({ id: played });
      if (found === undefined) throw new Error('no such ticket');
      const decision = commands[what].run(found.ticket, doing);
      if (decision.ok) await tickets.save(found, decision.outcome);
    });
  }
};
