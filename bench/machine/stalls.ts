import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** How much of their time busy threads were held up, one on each processor; no request is faster than that allows. */
export type Stalls = {
  /** The share of the time, from 0 to 1. */
  readonly share: number;
  readonly longestMs: number;
};

/** Keeps every processor busy for a while. */
export const stallsOf = async (milliseconds: number): Promise<Stalls> => {
  const processors = availableParallelism();
  const all = await Promise.all(Array.from({ length: processors }, () => stallsOfOne(milliseconds)));
  const stalls = all.flat();
  return {
    share: stalls.reduce((sum, stall) => sum + stall, 0) / (processors * milliseconds),
    longestMs: Math.max(0, ...stalls),
  };
};

const stallsOfOne = (milliseconds: number): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./busy-thread.ts', import.meta.url), { workerData: milliseconds });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
