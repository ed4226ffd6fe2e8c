import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase, type TestNode } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { queuedMail } from '../support/mails.ts';
import { relaysOn, type TestRelays } from '../support/relays.ts';
import { noon } from '../support/tickets.ts';

eachEngine('The place a relay has read to', (engine) => {
  let database: TestDatabase;
  let ours: TestRelays;
  let theirs: TestRelays;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    // a SQLite file in memory is one node's own
    const other: TestNode = engine.name === 'MySQL' ? await database.anotherNode() : database;
    ours = relaysOn(database, adjustableClock());
    theirs = relaysOn(other, adjustableClock());
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const queued = async (): Promise<readonly string[]> =>
    (await ours.outboundMail.claim(1000, noon, minutes(2))).map(({ id }) => id).sort();

  const step = (relays: TestRelays, from: number, to: number, count: number): Promise<boolean> =>
    relays.cursor.advance('letters', { from, to }, (tx) => tx.mails.enqueue([queuedMail(count)], noon));

  test('is the beginning for a relay that never ran', async () => {
    expect(await ours.cursor.position('letters')).toBe(0);
  });

  test('moves together with what is written', async () => {
    expect(await step(ours, 0, 12, 1)).toBe(true);
    expect(await step(theirs, 12, 15, 2)).toBe(true);
    expect(await ours.cursor.position('letters')).toBe(15);
    expect(await ours.cursor.position('another')).toBe(0);
    expect(await queued()).toEqual([queuedMail(1).id, queuedMail(2).id]);
  });

  test('stays when the writing fails, with nothing written', async () => {
    await step(ours, 0, 5, 1);
    const failing = ours.cursor.advance('letters', { from: 5, to: 9 }, async (tx) => {
      await tx.mails.enqueue([queuedMail(2)], noon);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await ours.cursor.position('letters')).toBe(5);
    expect(await queued()).toEqual([queuedMail(1).id]);
  });

  test('is moved once by many who read the same facts at once', async () => {
    for (const from of [0, 10, 20]) {
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, count) =>
          step(count % 2 ? ours : theirs, from, from + 10, from * 2 + count),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    }
    expect(await ours.cursor.position('letters')).toBe(30);
    expect(await queued()).toHaveLength(3);
  });

  test('does not move back', async () => {
    await step(ours, 0, 10, 1);
    expect(await step(ours, 0, 10, 2)).toBe(false);
    expect(await step(ours, 4, 7, 3)).toBe(false);
    expect(await ours.cursor.position('letters')).toBe(10);
  });
});
