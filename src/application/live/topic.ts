import type { QueueId } from '#domain/shared/ids.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';

/** What can be followed: one ticket, a queue, or the tickets one requested, takes part in or holds. */
export type Topic =
  | { readonly kind: 'ticket'; readonly ticket: TicketRef }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'mine' };
