import { after, hours } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { TicketCounts } from '../ports/ticket-counts.ts';
import type { Relay } from './relay.ts';

/** Pause between two counts of all tickets. */
export const countEvery = hours(1);
/** Steps added up in one go. */
export const addedAtOnce = 1000;

/**
 * Adds up the steps that changes of tickets leave behind. Once an hour one node counts all tickets and puts the counts
 * right: they can be wrong after a change by hand, or while nodes run that do not keep them yet.
 */
export const keepCounts = ({
  ticketCounts,
  clock,
  logger,
}: {
  readonly ticketCounts: TicketCounts;
  readonly clock: Clock;
  readonly logger: Logger;
}): Relay => {
  let due = clock.now();
  return {
    name: 'keep-counts',
    async run() {
      const now = clock.now();
      const added = await ticketCounts.addUp(addedAtOnce);
      if (now < due && due <= after(now, countEvery)) return added === addedAtOnce;
      const drifts = (await ticketCounts.correct(now, countEvery)) ?? [];
      due = after(now, countEvery);
      for (const drift of drifts) logger.warn({ ...drift }, 'a count of tickets was wrong and is put right');
      return added === addedAtOnce;
    },
  };
};
