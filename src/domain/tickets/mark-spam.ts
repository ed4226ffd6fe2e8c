import { accept, refuse } from '../shared/decision.ts';
import { notToBeAsked } from './ask.ts';
import { changed, type Doing, type TicketDecision } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Marks a ticket as spam: nobody answers it, and time purges it. */
export const markSpam = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = notToBeAsked(ticket, doing, 'spam');
  if (no) return refuse(no);
  return accept(changed(ticket, doing, { type: 'ticket-marked-spam', data: { from: ticket.status } }));
};
