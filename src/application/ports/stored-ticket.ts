import type { TicketId } from '#domain/shared/ids.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';

/** Both names of a ticket: its id, or the number that people say. */
export type TicketRef = { readonly id: TicketId } | { readonly number: number };

/**
 * A ticket as stored. Each audience has its own count of facts, which is its `version`, its last `seq` and its ETag:
 * staff count all of them, customers the public ones only.
 */
export type StoredTicket<T extends Ticket = Ticket> = {
  readonly ticket: T;
  /** What people call it; given by the store, rising. */
  readonly number: number;
  readonly version: number;
  readonly publicVersion: number;
  readonly updatedAt: Date;
  readonly publicUpdatedAt: Date;
};
