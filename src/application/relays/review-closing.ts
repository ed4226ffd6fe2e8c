import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Relay } from './relay.ts';

/** Tickets looked through in one transaction, which holds them. */
export const reviewedAtOnce = 50;

/**
 * Goes through the solved tickets of queues by whose new rules they close sooner, some at a time: each gets the due time
 * that it has now.
 */
export const reviewClosing = ({
  unitOfWork,
  clock,
}: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}): Relay => ({
  name: 'review-closing',
  run: () =>
    unitOfWork.run(async ({ closingReviews, tickets }) => {
      const review = await closingReviews.take(clock.now(), reviewedAtOnce);
      if (review === undefined) return false;
      for (const { ticket } of review.tickets) await tickets.keepDueTimes(ticket);
      await closingReviews.settle(review);
      return true;
    }),
});
