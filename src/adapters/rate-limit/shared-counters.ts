import type { Logger } from '#application/ports/logger.ts';
import { ownCounters } from './bounded-counter.ts';
import type { Counters } from './counter.ts';
import { insuredCounter } from './insured-counter.ts';
import { type Outage, outageOf } from './outage.ts';
import { type RedisCounterDeps, redisCounter } from './redis-counter.ts';

/** Counters that all nodes share, each insured by this node's own; one outage is that of all. */
export const sharedCounters = ({
  client,
  digest,
  logger,
}: Pick<RedisCounterDeps, 'client' | 'digest'> & { readonly logger: Logger }): {
  readonly counters: Counters;
  readonly outage: Outage;
} => {
  const outage = outageOf(logger);
  return {
    outage,
    counters: (name, rate) =>
      insuredCounter({
        shared: redisCounter({ client, name, rate, digest }),
        own: ownCounters(name, rate),
        outage,
      }),
  };
};
