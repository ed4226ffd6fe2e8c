import type { Erasure } from '#domain/privacy/erasure.ts';
import type { Pseudonym } from '#domain/privacy/pseudonym.ts';
import type { TicketId, UserId } from '#domain/shared/ids.ts';
import type { GoneTexts } from '#domain/tickets/erase-person.ts';

/** An erasure that is not through yet, and how far it has come in all tickets. */
export type RunningErasure = Erasure & { readonly scannedTo: string };

/** Everything that tells who somebody is, wherever it is kept, inside one transaction. */
export interface PersonalData {
  /**
   * Puts the pseudonym where the person was, takes their credentials, their devices, the mails to them and the answers
   * that were kept for them, and empties the details of audit entries about them. Tickets stay as they are.
   */
  eraseIdentity(user: UserId, pseudonym: Pseudonym): Promise<void>;
  /**
   * Empties what a person wrote in a ticket, and its subject if they raised it; by `all` also what others wrote there, or
   * in a ticket of theirs that went into it. Tells what of it was not empty yet.
   */
  eraseTexts(ticket: TicketId, erasure: Erasure): Promise<GoneTexts>;
  /** Adds to the list of erasures; a second one of the same person begins anew. */
  begin(erasure: Erasure): Promise<void>;
  advance(user: UserId, scannedTo: string): Promise<void>;
  finish(user: UserId, at: Date): Promise<void>;
}

/** Finding what is still to be erased. */
export interface Erasures {
  /** Every erasure, oldest first. */
  all(): Promise<readonly Erasure[]>;
  /** The one of this user, or the oldest of all, that is not through. */
  running(user?: UserId): Promise<RunningErasure | undefined>;
  /** Tickets that a person raised, and which still say so in their own words, by id after `after`. */
  raisedBy(
    user: UserId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly TicketId[]>;
  /**
   * Looks through the next `limit` tickets after `after`: those the person raised or wrote in, and the last one looked
   * at; `undefined` once there are no more.
   */
  scan(
    user: UserId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly found: readonly TicketId[]; readonly last: string } | undefined>;
}
