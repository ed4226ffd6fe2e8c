import type { Permission } from '#domain/access/permissions.ts';
import type { BulkJobId, SessionId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';

export const bulkJobStates = ['running', 'done', 'cancelled', 'stopped'] as const;
/** `cancelled` by its owner; `stopped` because whoever made it may do nothing any more. */
export type BulkJobState = (typeof bulkJobStates)[number];

/** One change of many tickets, and how far it has come. */
export type BulkJob = {
  readonly id: BulkJobId;
  readonly owner: UserId;
  /** Who acted for the owner when it was made. */
  readonly by: UserId | undefined;
  /** The session, or the access token, that it was made with. */
  readonly session: SessionId;
  /** What that token was narrowed to; `undefined` when somebody had signed in. */
  readonly limitedTo: readonly Permission[] | undefined;
  readonly change: BulkChange;
  readonly state: BulkJobState;
  readonly total: number;
  readonly done: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
};

/** What came of one ticket. */
export type BulkOutcome =
  | { readonly kind: 'changed'; readonly version: number }
  | { readonly kind: 'refused'; readonly code: string };

/** A ticket of a job; without an outcome it has not been its turn. */
export type BulkItem = { readonly ticket: TicketId; readonly outcome: BulkOutcome | undefined };

/** A job that is held, with the ticket whose turn it is. */
export type BulkTurn = {
  readonly job: BulkJob;
  readonly ticket: TicketId;
  /** Whether the session or access token it was made with is neither revoked nor over. */
  readonly isSessionOpen: boolean;
};

/** Bulk jobs, each of whose tickets has its turn once, in order. */
export interface BulkJobs {
  add(job: BulkJob, tickets: readonly TicketId[]): Promise<void>;
  /** How many jobs of this owner are running. */
  runningOf(owner: UserId): Promise<number>;
  find(id: BulkJobId): Promise<BulkJob | undefined>;
  /** At most `limit` jobs of an owner that are older than `before`, the newest first; with a session only those made with it. */
  page(
    of: { readonly owner: UserId; readonly session: SessionId | undefined },
    page: { readonly before: BulkJobId | undefined; readonly limit: number },
  ): Promise<readonly BulkJob[]>;
  /** The tickets of a job, in their order. */
  items(id: BulkJobId): Promise<readonly BulkItem[]>;
  /** The oldest jobs that are running. */
  running(limit: number): Promise<readonly BulkJobId[]>;
  /** Holds a running job until the transaction ends; `undefined` when it is over, or somebody else holds it. */
  take(id: BulkJobId, at: Date): Promise<BulkTurn | undefined>;
  /** Keeps what came of the ticket whose turn it was; the last one ends the job. */
  settle(turn: BulkTurn, outcome: BulkOutcome, at: Date): Promise<void>;
  /** Ends a running job before its time; one that is over stays as it is. */
  end(id: BulkJobId, state: 'cancelled' | 'stopped', at: Date): Promise<void>;
}
