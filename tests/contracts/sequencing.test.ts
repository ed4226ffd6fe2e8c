import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { after, minutes, seconds } from '#domain/shared/duration.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { carla } from '../support/people.ts';
import { relaysOn, sequencerLeaseMs, type TestRelays } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { later, newTicket, noon } from '../support/tickets.ts';
import { writeFact, writeTicket } from '../support/written-facts.ts';

eachEngine('The order of facts across tickets', (engine) => {
  let database: TestDatabase;
  let nodes: readonly TestNode[];
  let ours: TestRelays;
  let theirs: TestRelays;
  let ids: TestRelays['ids'];
  const clock = adjustableClock();

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    // a SQLite file in memory is one node's own
    nodes = [database, engine.name === 'MySQL' ? await database.anotherNode() : database];
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
    const [one = database, other = database] = nodes;
    ours = relaysOn(one, clock);
    theirs = relaysOn(other, clock);
    ids = ours.ids;
    clock.advance(seconds(60));
  });
  afterAll(() => database.close());

  const opened = (at: Date, node: TestNode = database): Promise<TicketId> =>
    writeTicket(node, ids.next(), at);
  const released = (id: TicketId, at: Date, node: TestNode = database) => writeFact(node, id, at);

  const order = async () =>
    (await ours.feed.after(0, 10_000)).map(({ ticketId, seq }) => ({ ticketId, seq }));

  const leaseEnds = async (): Promise<Date> => {
    const { dialect, db } = database.session;
    const row = await db().selectFrom('leases').select('expires_at').executeTakeFirstOrThrow();
    return dialect.fromMoment(row.expires_at);
  };

  const stampAll = async (relays: TestRelays): Promise<void> => {
    while ((await relays.sequencer.stamp(7)) > 0);
  };

  test('has every fact once, without a gap, while many write and two nodes stamp', async () => {
    let writing = true;
    const stamping = [ours, theirs].map(async (relays) => {
      while (writing) {
        await relays.sequencer.stamp(7);
        clock.advance(seconds(2));
      }
    });
    await Promise.all(
      Array.from({ length: 12 }, async (_, count) => {
        const node = nodes[count % 2];
        const id = await opened(noon, node);
        for (let fact = 0; fact < 5; fact += 1) await released(id, noon, node);
      }),
    );
    writing = false;
    await Promise.all(stamping);
    clock.advance(sequencerLeaseMs);
    await stampAll(ours);

    const entries = await ours.feed.after(0, 1000);
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 72 }, (_, index) => index + 1),
    );
    expect(await ours.feed.head()).toBe(72);
    const seqs = Map.groupBy(entries, ({ ticketId }) => ticketId);
    for (const ofOne of seqs.values()) expect(ofOne.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('is that of time across tickets, and that of each ticket whatever the clocks said', async () => {
    const early = await opened(later(2000));
    const second = await opened(later(1000));
    await released(early, later(500));
    await released(second, later(3000));
    await stampAll(ours);
    expect(await order()).toEqual([
      { ticketId: second, seq: 1 },
      { ticketId: early, seq: 1 },
      { ticketId: early, seq: 2 },
      { ticketId: second, seq: 2 },
    ]);
  });

  test('never changes, and what is written later comes later', async () => {
    const first = await opened(later(2000));
    await stampAll(ours);
    const second = await opened(noon);
    await stampAll(ours);
    expect(await order()).toEqual([
      { ticketId: first, seq: 1 },
      { ticketId: second, seq: 1 },
    ]);
  });

  test('is read from any place in it, a page at a time, with what the facts brought', async () => {
    await opened(noon);
    const second = await opened(later(1000));
    await opened(later(2000));
    await stampAll(ours);
    expect(await ours.feed.after(1, 1)).toEqual([
      {
        position: 2,
        id: expect.any(String),
        ticketId: second,
        seq: 1,
        publicSeq: 1,
        fact: expect.objectContaining({ type: 'ticket-opened', at: later(1000) }),
        imported: false,
        authorName: 'Carla Example',
        placed: { requester: carla.id, participants: [], assignee: undefined, queue: newTicket().queue },
      },
    ]);
    expect(await ours.feed.after(3, 10)).toEqual([]);
  });

  test('is given by one node while its lease lasts, then by another', async () => {
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    await opened(noon);
    clock.advance(sequencerLeaseMs - 1);
    expect(await theirs.sequencer.stamp(10)).toBe(0);
    clock.advance(1);
    expect(await theirs.sequencer.stamp(10)).toBe(1);
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(0);
  });

  test('stays with the node that goes on, which need not say so each time', async () => {
    const half = sequencerLeaseMs / 2;
    await opened(noon);
    await ours.sequencer.stamp(10);
    clock.advance(half);
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    expect(await leaseEnds()).toEqual(after(clock.now(), half));
    clock.advance(1);
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    expect(await leaseEnds()).toEqual(after(clock.now(), sequencerLeaseMs));
    clock.advance(sequencerLeaseMs - 1);
    await opened(noon);
    expect(await theirs.sequencer.stamp(10)).toBe(0);
  });

  test('is not kept for long by a node whose clock was set back', async () => {
    await opened(noon);
    await ours.sequencer.stamp(10);
    clock.advance(-minutes(10));
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    expect(await leaseEnds()).toEqual(after(clock.now(), sequencerLeaseMs));
  });

  test('is not left for long to a node whose clock was ahead, and which is gone', async () => {
    await opened(noon);
    clock.advance(minutes(10));
    expect(await ours.sequencer.stamp(10)).toBe(1);
    clock.advance(-minutes(10));
    await opened(noon);
    expect(await theirs.sequencer.stamp(10)).toBe(1);
  });

  test('stays with a node whose clock is a little ahead', async () => {
    await opened(noon);
    clock.advance(sequencerLeaseMs);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    clock.advance(-sequencerLeaseMs);
    await opened(noon);
    expect(await theirs.sequencer.stamp(10)).toBe(0);
  });

  test('is the same when another node came and went between a look and the stamping', async () => {
    let meanwhile = async (): Promise<void> => {};
    const { session } = database;
    const transaction: typeof session.transaction = async (work) => {
      await meanwhile();
      return session.transaction(work);
    };
    const slow = relaysOn({ ...database, session: { ...session, transaction } }, clock);
    await opened(noon);
    expect(await slow.sequencer.stamp(10)).toBe(1);
    const second = await opened(noon);
    let third: TicketId | undefined;
    meanwhile = async () => {
      clock.advance(sequencerLeaseMs);
      expect(await theirs.sequencer.stamp(10)).toBe(1);
      third = await opened(noon);
      clock.advance(sequencerLeaseMs);
    };
    expect(await slow.sequencer.stamp(10)).toBe(1);
    expect((await ours.feed.after(1, 10)).map(({ position, ticketId }) => [position, ticketId])).toEqual([
      [2, second],
      [3, third],
    ]);
    expect(await ours.feed.head()).toBe(3);
  });

  test('is given by another node at once when the first one stops', async () => {
    await opened(noon);
    expect(await ours.sequencer.stamp(10)).toBe(1);
    await ours.sequencer.release();
    await opened(noon);
    expect(await theirs.sequencer.stamp(10)).toBe(1);
  });

  test('is not taken away from its holder by one who never had it', async () => {
    await opened(noon);
    await ours.sequencer.stamp(10);
    await theirs.sequencer.release();
    await opened(noon);
    expect(await theirs.sequencer.stamp(10)).toBe(0);
  });

  test('is announced once it is there', async () => {
    await opened(noon);
    database.committed.length = 0;
    await stampAll(ours);
    expect(database.committed).toEqual(['feed']);
  });
});
