import { after, hours } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdempotencyLedger } from '../ports/idempotency-ledger.ts';
import type { Logger } from '../ports/logger.ts';
import type { Sweeper } from '../ports/sweeper.ts';
import type { Relay } from './relay.ts';

/** Pause between two sweeps. */
export const sweepEvery = hours(1);

/** Throws away once an hour what nobody needs any more. Nodes that do it at the same time only share the work. */
export const sweep = ({
  sweeper,
  ledger,
  clock,
  logger,
}: {
  readonly sweeper: Sweeper;
  readonly ledger: Pick<IdempotencyLedger, 'purgeExpired'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Relay => {
  let due = clock.now();
  return {
    name: 'sweep',
    async run() {
      const now = clock.now();
      if (now < due) return false;
      const rows = (await sweeper.sweep(now)) + (await ledger.purgeExpired(now));
      due = after(now, sweepEvery);
      if (rows > 0) logger.info({ rows }, 'old rows were swept away');
      return false;
    },
  };
};
