import { after, days } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ApplyRetention } from '../retention/apply-retention.ts';
import type { Relay } from './relay.ts';

/** Pause between two looks at what is kept too long. */
export const retainEvery = days(1);

/** Applies the rules of retention once a day. Nodes that do it at the same time only share the work. */
export const retain = ({
  applyRetention,
  clock,
  logger,
}: {
  readonly applyRetention: ApplyRetention;
  readonly clock: Clock;
  readonly logger: Logger;
}): Relay => {
  // not at once: whoever restarts often does not look through everything each time
  let due = after(clock.now(), retainEvery);
  return {
    name: 'retain',
    async run() {
      const now = clock.now();
      if (now < due) return false;
      due = after(now, retainEvery);
      const report = await applyRetention({ dryRun: false });
      const emptied = report.reduce((sum, one) => sum + one.emptied, 0);
      if (emptied > 0) logger.info({ tickets: emptied }, 'texts that were kept long enough are gone');
      return false;
    },
  };
};
