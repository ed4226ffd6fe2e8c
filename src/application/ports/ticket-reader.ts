import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { StoredTicket, TicketRef } from './stored-ticket.ts';
import type { MessageRecord } from './ticket-thread.ts';

/** Read side of one ticket. Says nothing about who may see it: that is the caller's first question. */
export interface TicketReader {
  find(ref: TicketRef): Promise<StoredTicket | undefined>;
  /** Those of them that there are, in one question. */
  among(ids: readonly TicketId[]): Promise<readonly StoredTicket[]>;
  /** A ticket with the last `count` messages an audience may read, oldest first, in one question. */
  findWithMessages(
    ref: TicketRef,
    audience: Audience,
    count: number,
  ): Promise<{ readonly stored: StoredTicket; readonly messages: readonly MessageRecord[] } | undefined>;
  /** The last `count` messages an audience may read, oldest first. */
  latestMessages(ticket: TicketId, audience: Audience, count: number): Promise<readonly MessageRecord[]>;
}
