import type { Visibility } from '#domain/access/visibility.ts';
import type { CategoryId, QueueId, UserId } from '#domain/shared/ids.ts';
import type { Priority } from '#domain/tickets/priority.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import type { StoredTicket } from './stored-ticket.ts';

/** What to list; what is `undefined` does not matter. */
export type TicketFilter = {
  /** Any of these; none given means every status. */
  readonly statuses: readonly Status[];
  readonly queue: QueueId | undefined;
  readonly assignee: UserId | 'none' | undefined;
  readonly requester: UserId | undefined;
  readonly priority: Priority | undefined;
  /** This one itself, not what is part of it. */
  readonly category?: CategoryId | undefined;
  readonly tag: string | undefined;
  /** The one that has this name elsewhere; for staff only. */
  readonly externalId?: string | undefined;
  /** Updated at this moment or later. */
  readonly updatedSince: Date | undefined;
};

export const ticketSorts = ['-updatedAt', 'waiting', '-openedAt', 'number'] as const;
/** `waiting` is the order of work: the most pressing first, then who waits longest. */
export type TicketSort = (typeof ticketSorts)[number];

/** Where a page ended: the last ticket's place in the order. */
export type ListPosition = { readonly keys: readonly (number | string)[] };

export type TicketPage = {
  readonly items: readonly StoredTicket[];
  /** Where to go on, or `undefined` at the end. */
  readonly next: ListPosition | undefined;
};

/** Read side: lists straight from storage exactly the tickets that the visibility covers. */
export interface TicketList {
  /**
   * One page by keyset. Tickets seen as a customer are filtered and sorted by what a customer may know of them
   * (their public update, the queue and priority they were opened with, no tags, no assignee).
   */
  page(
    visible: Visibility,
    wanted: {
      readonly filter: TicketFilter;
      readonly sort: TicketSort;
      readonly after: ListPosition | undefined;
      readonly limit: number;
    },
  ): Promise<TicketPage>;
}
