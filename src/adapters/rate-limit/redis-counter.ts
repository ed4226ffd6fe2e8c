import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Counter, Rate } from './counter.ts';
import { counterBy } from './flexible-counter.ts';

export type RedisCounterDeps = {
  /** A client of ioredis. */
  readonly client: object;
  readonly name: string;
  readonly rate: Rate;
  /** Keyed, so that whoever reads Redis learns nothing of who is counted. */
  readonly digest: (key: string) => string;
};

/** Counts for all nodes together. @throws whatever the client throws while Redis is away. */
export const redisCounter = ({ client, name, rate, digest }: RedisCounterDeps): Counter => {
  const counter = counterBy(
    new RateLimiterRedis({
      storeClient: client,
      keyPrefix: `hexdesk:limit:${name}`,
      points: rate.points,
      duration: rate.seconds,
    }),
  );
  return {
    consume: (key) => counter.consume(digest(key)),
    takeBack: (key) => counter.takeBack(digest(key)),
    forget: (key) => counter.forget(digest(key)),
    has: (key) => counter.has(digest(key)),
  };
};
