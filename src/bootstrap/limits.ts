import { ContainerModule } from 'inversify';
import { countedAttempts, unlimitedAttempts } from '#adapters/rate-limit/attempts.ts';
import { ownCounters } from '#adapters/rate-limit/bounded-counter.ts';
import { requestLimiter } from '#adapters/rate-limit/request-limiter.ts';
import { sharedCounters } from '#adapters/rate-limit/shared-counters.ts';
import { sharedStoreAt } from '#adapters/redis/shared-store.ts';
import { provide } from './di.ts';
import { tokens } from './tokens.ts';

/** How many requests a caller may make in a window of this many seconds. */
export const requestRate = { points: 1200, seconds: 60 } as const;

/** What is counted so that nobody floods or guesses: on this node, or on all together where they share a Redis. */
export const limits = new ContainerModule((container) => {
  const { config, origin, secrets, logger, sharedStore, counters } = tokens;
  provide(
    container,
    sharedStore,
    ({ config }) => (config.redisUrl === undefined ? undefined : sharedStoreAt(config.redisUrl)),
    { config },
  );
  provide(
    container,
    counters,
    ({ sharedStore, secrets, logger }) =>
      sharedStore === undefined
        ? ownCounters
        : sharedCounters({ client: sharedStore.client, digest: secrets.digest, logger }).counters,
    { sharedStore, secrets, logger },
  );
  provide(
    container,
    tokens.attempts,
    ({ config, origin, counters }) =>
      config.rateLimits
        ? countedAttempts({ counters, tell: (standing) => origin.current()?.onAttempt?.(standing) })
        : unlimitedAttempts,
    { config, origin, counters },
  );
  provide(
    container,
    tokens.requestLimiter,
    ({ config, counters }) => (config.rateLimits ? requestLimiter(requestRate, counters) : undefined),
    { config, counters },
  );
});
