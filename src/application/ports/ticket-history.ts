import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Fact } from '#domain/tickets/facts.ts';

/** A fact as it was stored. `seq` is the audience's own count. */
export type FactRecord = {
  readonly id: string;
  readonly ticketId: TicketId;
  readonly seq: number;
  readonly fact: Fact;
  /** What the author of the fact's message is called, if it brought one. */
  readonly authorName: string;
};

/** Read side of a ticket's facts. */
export interface TicketHistory {
  /** At most `limit` facts after `after`, oldest first, as far as the audience may learn of them. */
  page(
    ticket: TicketId,
    audience: Audience,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly FactRecord[]>;
}

/** What came before a part of a ticket's history. */
export interface TicketPast {
  /** The first facts of a ticket, up to the one of this `seq`, as far as the audience may learn of them; messages without their text. */
  upTo(ticket: TicketId, audience: Audience, seq: number): Promise<readonly Fact[]>;
}
