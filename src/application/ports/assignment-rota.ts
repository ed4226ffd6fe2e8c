import type { Candidate } from '#domain/queues/choose-assignee.ts';
import type { QueueId, UserId } from '#domain/shared/ids.ts';

/** Whose turn it is in a queue, inside a transaction that holds the queue. */
export interface AssignmentRota {
  /** Every member of the queue, with the tickets they hold there as committed by now. */
  candidates(queue: QueueId): Promise<readonly Candidate[]>;
  /** Notes that it was somebody's turn: nobody's in this queue was later. */
  tookTurn(queue: QueueId, user: UserId): Promise<void>;
}
