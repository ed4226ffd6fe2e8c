import type { Audience, Visibility } from '#domain/access/visibility.ts';
import type { LinkId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Link } from '#domain/tickets/link.ts';
import type { LinkKind } from '#domain/tickets/link-kinds.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { StoredTicket } from './stored-ticket.ts';

/** Who linked two tickets, and when. */
export type LinkMaking = { readonly by: UserId; readonly at: Date };

/** The links that staff gave tickets, inside one transaction; whoever changes them holds both tickets. */
export interface TicketLinks {
  of(ticket: TicketId): Promise<readonly Link[]>;
  /** Keeps a link of a ticket, as each side calls it. */
  add(ticket: TicketId, link: Link, made: LinkMaking): Promise<void>;
  /** Forgets a link of a ticket, on both sides. */
  remove(ticket: TicketId, link: Link): Promise<void>;
}

/** A link as it is read, with the ticket that it leads to. */
export type LinkRecord = {
  /** What makes it one of its list; of a link by staff its id. */
  readonly place: string;
  /** `undefined` for what a follow-up is by itself. */
  readonly id: LinkId | undefined;
  readonly kind: LinkKind;
  readonly other: StoredTicket;
  readonly by: UserId | undefined;
  readonly at: Date;
};

/** Read side of links: those of staff, and those that follow from a ticket being a follow-up. */
export interface TicketLinkList {
  /**
   * At most `limit` links of a ticket behind the place `after`, in order: only to tickets that the visibility covers, and
   * those of staff only for staff, to tickets seen as staff.
   */
  page(
    ticket: Ticket,
    reader: { readonly visible: Visibility; readonly audience: Audience },
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly LinkRecord[]>;
}
