import type { Queue } from '../queues/queue.ts';
import { accept, refuse } from '../shared/decision.ts';
import { notToBeAsked } from './ask.ts';
import { changed, type Doing, type TicketDecision } from './change.ts';
import { isWithinReopenWindow, reopenWindowOver } from './reopen-window.ts';
import { isStaffOn } from './standing.ts';
import type { Ticket } from './ticket.ts';

/**
 * Puts a ticket to open. A solved one staff reopen at any time, its requester inside the queue's reopen window;
 * a closed one only those with the right to; a waiting one, or one marked as spam, staff take up again.
 */
export const reopen = (ticket: Ticket, wanted: Doing & { readonly queue: Queue }): TicketDecision => {
  const no = notToBeAsked(ticket, wanted, 'open');
  if (no) return refuse(no);
  if (ticket.status === 'solved') {
    const inTime = isStaffOn(ticket, wanted.by) || isWithinReopenWindow(ticket, wanted.queue, wanted.at);
    if (!inTime) return refuse(reopenWindowOver(ticket, wanted.queue));
  }
  return accept(changed(ticket, wanted, openingOf(ticket)));
};

/** What going to open tells: what was done is reopened, what waited is opened again. */
export const openingOf = ({ status }: Ticket) =>
  ({
    type: status === 'solved' || status === 'closed' ? 'ticket-reopened' : 'ticket-opened-again',
    data: { from: status },
  }) as const;
