import { expect, test } from 'vitest';
import { trust, trustedForMs } from '#adapters/mikro-orm/identity/trust.ts';

/** A memory whose comparisons take as long as the test wants, by a clock of the test's own. */
const remembering = () => {
  let now = 0;
  const comparisons: PromiseWithResolvers<void>[] = [];
  const memory = trust(
    () => {
      const comparison = Promise.withResolvers<void>();
      comparisons.push(comparison);
      return comparison.promise;
    },
    () => now,
  );
  return {
    memory,
    comparisons,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    async earn(): Promise<void> {
      const earning = memory.earned();
      comparisons.at(-1)?.resolve();
      await earning;
    },
  };
};

test('a memory that was never compared is not believed until it is', async () => {
  const { memory, comparisons } = remembering();
  const earning = memory.earned();
  expect(earning).toBeInstanceOf(Promise);
  comparisons[0]?.resolve();
  await earning;
  expect(memory.earned()).toBeUndefined();
});

test('all who ask at once wait for one comparison', async () => {
  const { memory, comparisons } = remembering();
  const asked = [memory.earned(), memory.earned(), memory.earned()];
  comparisons[0]?.resolve();
  await Promise.all(asked);
  expect(comparisons).toHaveLength(1);
});

test('it is believed up to its time and no longer, counted from when the comparison began', async () => {
  const { memory, comparisons, pass } = remembering();
  const earning = memory.earned();
  pass(trustedForMs - 1);
  comparisons[0]?.resolve();
  await earning;
  expect(memory.earned()).toBeUndefined();
  pass(1);
  expect(memory.earned()).toBeInstanceOf(Promise);
});

test('while it is believed it is compared again, and nobody waits for that', async () => {
  const { memory, comparisons, pass, earn } = remembering();
  await earn();
  pass(trustedForMs / 2);
  expect(memory.earned()).toBeUndefined();
  expect(comparisons).toHaveLength(2);
});

test('while nobody asks, nothing is compared', async () => {
  const { comparisons, pass, earn } = remembering();
  await earn();
  pass(60_000);
  expect(comparisons).toHaveLength(1);
});

test('a comparison that began before the truth changed earns no trust', async () => {
  const { memory, comparisons } = remembering();
  let isEarned = false;
  const earning = memory.earned()?.then(() => {
    isEarned = true;
  });
  memory.lose();
  comparisons[0]?.resolve();
  await expect.poll(() => comparisons.length).toBe(2);
  expect(isEarned).toBe(false);
  comparisons[1]?.resolve();
  await earning;
  expect(isEarned).toBe(true);
});

test('a slow comparison answers whoever asked before it began', async () => {
  const { memory, comparisons, pass } = remembering();
  const earning = memory.earned();
  pass(trustedForMs * 2);
  comparisons[0]?.resolve();
  await earning;
  expect(comparisons).toHaveLength(1);
});

test('a comparison that fails is told to whoever needed it, and tried again for the next', async () => {
  const { memory, comparisons } = remembering();
  const earning = memory.earned();
  comparisons[0]?.reject(new Error('away'));
  await expect(earning).rejects.toThrow('away');
  const again = memory.earned();
  comparisons[1]?.resolve();
  await again;
  expect(memory.earned()).toBeUndefined();
});

test('a comparison that fails while the memory is believed harms nobody', async () => {
  const { memory, comparisons, pass, earn } = remembering();
  await earn();
  pass(trustedForMs / 2);
  expect(memory.earned()).toBeUndefined();
  comparisons[1]?.reject(new Error('away'));
  expect(memory.earned()).toBeUndefined();
});
