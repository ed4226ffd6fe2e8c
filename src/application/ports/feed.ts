import type { Placed } from '#domain/access/policy.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Fact } from '#domain/tickets/facts.ts';

/** A fact with its place in the one order across tickets, and where its ticket stood when it was written. */
export type FeedEntry = {
  readonly position: number;
  readonly id: string;
  readonly ticketId: TicketId;
  readonly seq: number;
  /** `undefined` for internal facts. */
  readonly publicSeq: number | undefined;
  readonly fact: Fact;
  /** It happened elsewhere, before the ticket was imported. */
  readonly imported: boolean;
  readonly authorName: string;
  /** The ticket as it is now, as far as the policy needs it. */
  readonly placed: Placed;
};

/** The log of all facts in the order of their positions. */
export interface Feed {
  /** Facts after a position, at most `limit`, in order. */
  after(position: number, limit: number): Promise<readonly FeedEntry[]>;
  /** The last position stamped; 0 before the first. */
  head(): Promise<number>;
}

/** Gives committed facts their positions. Only one node at a time holds the lease to do so. */
export interface Sequencer {
  /** Stamps at most `limit` facts and tells how many; 0 also when another node holds the lease. */
  stamp(limit: number): Promise<number>;
  /** Gives the lease up, so that another node need not wait for it to run out. */
  release(): Promise<void>;
}
