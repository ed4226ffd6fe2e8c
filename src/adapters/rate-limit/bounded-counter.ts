import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Counter, Counters, Rate } from './counter.ts';
import { counterBy } from './flexible-counter.ts';

/** Most keys one counter remembers; then whoever was quiet longest is forgotten. */
export const mostKeys = 20_000;

/**
 * Counts in the memory of this node: keys are kept as digests, and never more than {@link mostKeys}, however many
 * addresses a flood makes up.
 */
export const boundedCounter = ({ points, seconds }: Rate, capacity = mostKeys): Counter => {
  const counter = counterBy(new RateLimiterMemory({ points, duration: seconds }));
  const known = new Set<string>();

  const remember = async (key: string): Promise<void> => {
    known.delete(key);
    known.add(key);
    if (known.size <= capacity) return;
    const [oldest] = known;
    if (oldest === undefined) return;
    known.delete(oldest);
    await counter.forget(oldest);
  };

  return {
    async consume(raw) {
      const key = digestOf(raw);
      await remember(key);
      return counter.consume(key);
    },
    takeBack: (raw) => counter.takeBack(digestOf(raw)),
    async forget(raw) {
      const key = digestOf(raw);
      known.delete(key);
      await counter.forget(key);
    },
    has: (raw) => counter.has(digestOf(raw)),
  };
};

/** Counters in the memory of this node. */
export const ownCounters: Counters = (_, rate) => boundedCounter(rate);

const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
