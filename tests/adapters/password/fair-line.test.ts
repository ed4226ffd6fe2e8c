import { describe, expect, test } from 'vitest';
import { fairLine } from '#adapters/password/fair-line.ts';
import { HasherBusy } from '#application/ports/password-hasher.ts';

/** Work that ends when told to, in the order in which it began. */
const controlled = (limits: Parameters<typeof fairLine>[0]) => {
  const line = fairLine(limits);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const turnedAway: string[] = [];
  const ask = (name: string): Promise<void> =>
    line(name.charAt(0), () => {
      begun.push(name);
      return new Promise<void>((end) => ends.push(end));
    }).catch((error) => {
      if (!(error instanceof HasherBusy)) throw error;
      turnedAway.push(name);
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    turnedAway,
    ask: (...names: readonly string[]) => {
      for (const name of names) void ask(name);
      return settled();
    },
    endOne: () => {
      ends.shift()?.();
      return settled();
    },
  };
};

describe('checking many passwords at once', () => {
  test('runs so many, lets so many wait and turns the next away', async () => {
    const { begun, turnedAway, ask, endOne } = controlled({ atOnce: 2, waiting: 1 });
    await ask('a1', 'a2', 'a3', 'a4');
    expect(begun).toEqual(['a1', 'a2']);
    expect(turnedAway).toEqual(['a4']);
    await endOne();
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    await ask('a5');
    expect(turnedAway).toEqual(['a4']);
  });

  test('serves those who wait in turns, whoever asked more often', async () => {
    const { begun, ask, endOne } = controlled({ atOnce: 1, waiting: 9 });
    await ask('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1');
    for (let count = 0; count < 7; count += 1) await endOne();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  test('makes room for others when one has filled the line', async () => {
    const { begun, turnedAway, ask, endOne } = controlled({ atOnce: 1, waiting: 4 });
    await ask('a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1', 'b2');
    expect(turnedAway.toSorted()).toEqual(['a4', 'a5', 'b2']);
    for (let count = 0; count < 5; count += 1) await endOne();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
  });

  test('gives a place back when the work fails', async () => {
    const line = fairLine({ atOnce: 1, waiting: 0 });
    await expect(line('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await line('a', async () => 'yes')).toBe('yes');
  });
});
