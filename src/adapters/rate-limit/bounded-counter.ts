import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How many of something somebody may do in how long. */
export type Rate = { readonly points: number; readonly seconds: number };

export type Count = { readonly allowed: boolean; readonly remaining: number; readonly resetSeconds: number };

export type BoundedCounter = {
  /** Counts one for a key. */
  consume(key: string): Promise<Count>;
  forget(key: string): Promise<void>;
};

/** Most keys one counter remembers; then whoever was quiet longest is forgotten. */
const mostKeys = 50_000;

/**
 * Counts per key in fixed windows, in memory: keys are kept as digests, and never more than {@link mostKeys}, however
 * many addresses a flood makes up.
 */
export const boundedCounter = ({ points, seconds }: Rate, capacity = mostKeys): BoundedCounter => {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  const known = new Set<string>();

  const remember = async (key: string): Promise<void> => {
    known.delete(key);
    known.add(key);
    if (known.size <= capacity) return;
    const [oldest] = known;
    if (oldest === undefined) return;
    known.delete(oldest);
    await limiter.delete(oldest);
  };

  return {
    async consume(raw) {
      const key = digestOf(raw);
      await remember(key);
      return consumed(limiter, key);
    },
    async forget(raw) {
      const key = digestOf(raw);
      known.delete(key);
      await limiter.delete(key);
    },
  };
};

const consumed = async (limiter: RateLimiterMemory, key: string): Promise<Count> => {
  try {
    return counted(await limiter.consume(key), true);
  } catch (error) {
    if (error instanceof RateLimiterRes) return counted(error, false);
    throw error;
  }
};

const counted = (result: RateLimiterRes, allowed: boolean): Count => ({
  allowed,
  remaining: result.remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
});

const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
