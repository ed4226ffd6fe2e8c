import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { queuedMail } from '../support/mails.ts';
import { createDatabase } from '../support/mysql/databases.ts';
import { relaysOn, sequencerLeaseMs, type TestRelays } from '../support/relays.ts';
import { addTheCast } from '../support/the-cast.ts';
import { noon } from '../support/tickets.ts';
import { writeTicket } from '../support/written-facts.ts';

describe('Two nodes on one MySQL', () => {
  let database: TestDatabase;
  let other: TestNode;
  let ours: TestRelays;
  let theirs: TestRelays;
  const clock = adjustableClock();
  const fastClock = adjustableClock();

  beforeAll(async () => {
    database = await openTestDatabase({
      name: 'MySQL',
      databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
    });
    other = await database.anotherNode();
    ours = relaysOn(database, clock);
    theirs = relaysOn(other, fastClock);
    fastClock.advance(10 * sequencerLeaseMs);
  });
  beforeEach(async () => {
    await database.empty();
    await addTheCast(database);
  });
  afterAll(() => database.close());

  test('never wait for each other when they take mails', async () => {
    await ours.unitOfWork.run(async (tx) =>
      tx.mails.enqueue(
        [1, 2, 3, 4].map((count) => queuedMail(count)),
        noon,
      ),
    );
    const taken = await database.session.transaction(async () => {
      const first = await ours.outboundMail.claim(2, noon, minutes(2));
      // the rows above stay locked until this transaction ends
      return [...first, ...(await theirs.outboundMail.claim(4, noon, minutes(2)))];
    });
    expect(taken.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((count) => queuedMail(count).id));
  });

  test('cannot both stamp, not even when one believes that the lease of the other is over', async () => {
    await writeTicket(database, ours.ids.next(), noon);
    await ours.sequencer.stamp(10);
    await writeTicket(database, ours.ids.next(), noon);
    const meanwhile = await database.session.transaction(async () => {
      expect(await ours.sequencer.stamp(10)).toBe(1);
      return theirs.sequencer.stamp(10);
    });
    expect(meanwhile).toBe(0);
    expect((await ours.feed.after(0, 10)).map(({ position }) => position)).toEqual([1, 2]);
    expect(await theirs.sequencer.stamp(10)).toBe(0);
  });

  test('show facts to nobody before they are there for everybody', async () => {
    await writeTicket(database, ours.ids.next(), noon);
    await database.session.transaction(async () => {
      expect(await ours.sequencer.stamp(10)).toBe(1);
      expect(await theirs.feed.after(0, 10)).toEqual([]);
      expect(await theirs.feed.head()).toBe(0);
    });
    expect(await theirs.feed.after(0, 10)).toHaveLength(1);
    expect(await theirs.feed.head()).toBe(1);
  });
});
