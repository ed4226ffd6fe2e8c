import type { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import { sharingPackets } from '#adapters/mikro-orm/shared-packets.ts';

const query = (sql: string) => ({ sql, parameters: [] }) as unknown as CompiledQuery<unknown>;

const broken = new Error('broken');
const away = new Error('away');

/** A database that writes down each packet, answers every query with its text, and takes as long as it is told to. */
const recording = () => {
  const packets: string[][] = [];
  const machine = { now: 0, tookMs: 1 };
  const ask = sharingPackets(
    async (queries) => {
      const texts = queries.map(({ sql }) => sql);
      packets.push(texts);
      await Promise.resolve();
      machine.now += machine.tookMs;
      if (texts.includes('away')) throw away;
      if (texts.includes('broken')) throw broken;
      return texts.map((text) => [text]);
    },
    { isAway: (error) => error === away, clock: () => machine.now },
  );
  const asked = (...texts: readonly string[]) => ask(texts.map(query));
  return { packets, machine, asked };
};

test('what is asked in one turn travels together, at most four in a packet, and each has its own answers', async () => {
  const { packets, asked } = recording();
  expect(await Promise.all([asked('a'), asked('b', 'c'), asked('d'), asked('e'), asked('f')])).toEqual([
    [['a']],
    [['b'], ['c']],
    [['d']],
    [['e']],
    [['f']],
  ]);
  expect(packets).toEqual([['a', 'b', 'c', 'd', 'e'], ['f']]);
});

test('what is asked later travels later', async () => {
  const { packets, asked } = recording();
  await asked('a');
  await asked('b');
  expect(packets).toEqual([['a'], ['b']]);
});

test('a failure is told to nobody else: they ask again alone', async () => {
  const { packets, asked } = recording();
  const all = await Promise.allSettled([asked('a'), asked('broken'), asked('c')]);
  expect(all).toEqual([
    { status: 'fulfilled', value: [['a']] },
    { status: 'rejected', reason: broken },
    { status: 'fulfilled', value: [['c']] },
  ]);
  expect(packets).toEqual([['a', 'broken', 'c'], ['a'], ['broken'], ['c']]);
});

test('when the database is away everybody is told at once, and nobody asks again', async () => {
  const { packets, asked } = recording();
  const all = await Promise.allSettled([asked('a'), asked('away')]);
  expect(all).toEqual([
    { status: 'rejected', reason: away },
    { status: 'rejected', reason: away },
  ]);
  expect(packets).toEqual([['a', 'away']]);
});

test('after a slow packet everybody travels alone, for a second', async () => {
  const { packets, machine, asked } = recording();
  const both = () => Promise.all([asked('a'), asked('b')]);
  machine.tookMs = 250;
  await both();
  machine.tookMs = 251;
  await both();
  machine.tookMs = 0;
  machine.now += 999;
  await both();
  machine.now += 1;
  await both();
  expect(packets).toEqual([['a', 'b'], ['a', 'b'], ['a'], ['b'], ['a', 'b']]);
});
