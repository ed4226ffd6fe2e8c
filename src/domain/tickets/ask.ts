import { refuse } from '../shared/decision.ts';
import { type Doing, forbidden } from './change.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';
import { allowedFrom, isListed, permissionToAsk, type Status } from './transitions.ts';

/** Why this actor may not ask this ticket for that status: no right (403) before no such move (409). */
export const notToBeAsked = (ticket: Ticket, { by }: Doing, to: Status): TicketRefusal | undefined =>
  forbidden(by, permissionToAsk(ticket.status, to), ticket) ??
  (isListed(ticket.status, to) ? undefined : notAllowed(ticket, to));

export const notAllowed = (ticket: Ticket, to: Status): TicketRefusal => ({
  code: 'transition-not-allowed',
  from: ticket.status,
  to,
  allowed: allowedFrom(ticket.status),
});

/** Refuses a move that nobody can ask for by naming the status: a ticket is never new again, and merging is a command. */
export const refuseUnlisted = (ticket: Ticket, doing: Doing, to: 'new' | 'merged') =>
  refuse(notToBeAsked(ticket, doing, to) ?? notAllowed(ticket, to));
