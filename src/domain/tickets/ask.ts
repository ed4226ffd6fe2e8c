import { type Doing, forbidden } from './change.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';
import { allowedFrom, isListed, permissionToAsk, type Status } from './transitions.ts';

/** Why this actor may not ask this ticket for that status: no right (403) before no such move (409). */
export const notToBeAsked = (ticket: Ticket, { by }: Doing, to: Status): TicketRefusal | undefined =>
  forbidden(by, permissionToAsk(ticket.status, to), ticket) ??
  (isListed(ticket.status, to) ? undefined : notAllowed(ticket, to));

/** What a move off the table is told: where the ticket is, and where it could go. */
export const notAllowed = (ticket: Ticket, to: Status): TicketRefusal => ({
  code: 'transition-not-allowed',
  from: ticket.status,
  to,
  allowed: allowedFrom(ticket.status),
});
