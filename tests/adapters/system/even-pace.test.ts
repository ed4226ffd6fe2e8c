import { expect, test } from 'vitest';
import { evenPace } from '#adapters/system/even-pace.ts';

/** How many whole spans something took, for a span long enough to hide how busy the machine is. */
const spansOf = async (work: () => Promise<unknown>, spanMs: number): Promise<number> => {
  const began = performance.now();
  await work().catch(() => undefined);
  return Math.round((performance.now() - began) / spanMs);
};

test('what goes at an even pace takes whole spans, whether it works or fails', async () => {
  const pace = evenPace({ spanMs: 400 });
  expect(await spansOf(() => pace.evenly(async () => 'done'), 400)).toBe(1);
  expect(await spansOf(() => pace.evenly(() => Promise.reject(new Error('no'))), 400)).toBe(1);
});

test('what goes at an even pace still answers, or fails, as it does', async () => {
  const pace = evenPace({ spanMs: 1 });
  expect(await pace.evenly(async () => 'done')).toBe('done');
  await expect(pace.evenly(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
