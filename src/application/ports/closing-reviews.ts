import type { QueueId } from '#domain/shared/ids.ts';
import type { StoredTicket } from './stored-ticket.ts';

/** Looking through the solved tickets of a queue, and how far that has come. */
export type ClosingReview = {
  readonly queue: QueueId;
  /** The next of its solved tickets, in the order in which they changed; all are held. */
  readonly tickets: readonly StoredTicket[];
  readonly isLast: boolean;
};

/** Reviews of when solved tickets close, inside one transaction. */
export interface ClosingReviews {
  /** Has a queue looked through, not before this moment; one that is being looked through begins anew. */
  begin(queue: QueueId, from: Date): Promise<void>;
  /** Holds a review that may go on, with its next `limit` tickets; `undefined` when none is to be had. */
  take(at: Date, limit: number): Promise<ClosingReview | undefined>;
  /** Keeps how far a review has come; the last step ends it. */
  settle(review: ClosingReview): Promise<void>;
}
