import { expect, test } from 'vitest';
import { turnstile } from '#application/live/turnstile.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many pass at once, the others in their order, and who stumbles makes room as well', async () => {
  const pass = turnstile(2);
  const began: number[] = [];
  const ends: ((end: 'well' | 'badly') => void)[] = [];
  const work = (count: number) => () =>
    new Promise<number>((resolve, reject) => {
      began.push(count);
      ends[count] = (end) => (end === 'well' ? resolve(count) : reject(new Error(`${count} stumbled`)));
    });
  const passing = [0, 1, 2, 3].map((count) => pass(work(count)));
  const outcomes = Promise.allSettled(passing);
  await settled();
  expect(began).toEqual([0, 1]);
  ends[1]?.('badly');
  await settled();
  expect(began).toEqual([0, 1, 2]);
  for (const count of [0, 2]) ends[count]?.('well');
  await settled();
  expect(began).toEqual([0, 1, 2, 3]);
  ends[3]?.('well');
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});
