import { accept, refuse } from '../shared/decision.ts';
import { notToBeAsked } from './ask.ts';
import { changed, type Doing, type TicketDecision } from './change.ts';
import type { FactOf } from './facts.ts';
import { isStaffOn } from './standing.ts';
import type { Ticket } from './ticket.ts';

/** Solves a ticket. Staff who solve an unassigned one become its assignee; a requester may leave it unassigned. */
export const solve = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = notToBeAsked(ticket, doing, 'solved');
  if (no) return refuse(no);
  return accept(changed(ticket, doing, solvedBy(ticket, doing)));
};

/** What solving tells, also as the first half of closing. */
export const solvedBy = (ticket: Ticket, { by }: Doing): Pick<FactOf<'ticket-solved'>, 'type' | 'data'> => ({
  type: 'ticket-solved',
  data: {
    from: ticket.status,
    assignee: ticket.assignee ?? (isStaffOn(ticket, by) ? by.id : undefined),
  },
});
