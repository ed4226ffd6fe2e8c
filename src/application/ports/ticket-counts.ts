import type { QueueId, UserId } from '#domain/shared/ids.ts';
import type { Status } from '#domain/tickets/transitions.ts';

/** How many tickets a queue has. */
export type QueueCounts = {
  readonly queue: QueueId;
  /** By status; what is not there is none. */
  readonly statuses: ReadonlyMap<Status, number>;
  /** Unsolved tickets by who holds them; nobody with none. */
  readonly holders: ReadonlyMap<UserId, number>;
};

/** A count that was not what the tickets say. */
export type Drift = {
  readonly queue: QueueId;
  readonly counted: string;
  readonly name: string;
  /** What it was short of; less than zero when it was too much. */
  readonly by: number;
};

/** Counts that are kept with every change of a ticket, and cost the same to read however many tickets there are. */
export interface TicketCounts {
  /** Those of some queues, in their order. */
  of(queues: readonly QueueId[]): Promise<readonly QueueCounts[]>;
  /** Adds up to so many steps of changes to what they count; tells how many. */
  addUp(limit: number): Promise<number>;
  /**
   * Counts all tickets and puts right what is kept; `undefined` while another node does.
   * @throws {StorageUnavailable}
   */
  correct(now: Date, everyMs: number): Promise<readonly Drift[] | undefined>;
}
