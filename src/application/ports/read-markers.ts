import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId, UserId } from '#domain/shared/ids.ts';

/** How far somebody has read a ticket, as the audience counts that they read it as. */
export type ReadMarker = {
  readonly ticket: TicketId;
  readonly seq: number;
  /** `undefined` while they have said nothing. */
  readonly readAt: Date | undefined;
};

/** How far somebody has read a ticket, and how many messages there are for them after that. */
export type MarkedTicket = ReadMarker & { readonly unread: number };

/** Who has read up to where; touches no ticket. */
export interface ReadMarkers {
  /** Moves somebody's marker on, whoever else moves it at the same moment; it never moves back. */
  advance(user: UserId, audience: Audience, to: ReadMarker & { readonly readAt: Date }): Promise<void>;
  /** Somebody's markers of these tickets, with how many messages of others came after each, in the order of the tickets. */
  among(user: UserId, audience: Audience, tickets: readonly TicketId[]): Promise<readonly MarkedTicket[]>;
}
