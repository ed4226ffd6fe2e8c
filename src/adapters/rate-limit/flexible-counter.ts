import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { Count, Counter } from './counter.ts';

/** A counter by one of the library's limiters. */
export const counterBy = (limiter: RateLimiterAbstract): Counter => ({
  async consume(key) {
    try {
      return countOf(await limiter.consume(key), true);
    } catch (error) {
      if (error instanceof RateLimiterRes) return countOf(error, false);
      throw error;
    }
  },
  async takeBack(key) {
    // giving back what was never taken would be an attempt for nothing
    if (isCounted(await limiter.get(key))) await limiter.reward(key);
  },
  async forget(key) {
    await limiter.delete(key);
  },
  has: async (key) => isCounted(await limiter.get(key)),
});

const isCounted = (result: RateLimiterRes | null): boolean => (result?.consumedPoints ?? 0) > 0;

const countOf = (result: RateLimiterRes, allowed: boolean): Count => ({
  allowed,
  remaining: result.remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
});
