import { accept, refuse } from '../shared/decision.ts';
import { days } from '../shared/duration.ts';
import { notAllowed } from './ask.ts';
import { changed, type Doing, forbidden, type Happening, happened, type TicketDecision } from './change.ts';
import { solvedBy } from './solve.ts';
import type { Ticket } from './ticket.ts';
import { daysUntilClosed, isListed } from './transitions.ts';

/** Closes a solved ticket for good; an unsolved one is solved and closed at once, as two facts. */
export const close = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = forbidden(doing.by, 'ticket:close', ticket);
  if (no) return refuse(no);
  if (ticket.status === 'solved')
    return accept(changed(ticket, doing, { type: 'ticket-closed', data: { from: 'solved' } }));
  if (!isListed(ticket.status, 'solved')) return refuse(notAllowed(ticket, 'closed'));
  return accept(
    changed(ticket, doing, solvedBy(ticket, doing), { type: 'ticket-closed', data: { from: 'solved' } }),
  );
};

/** Closes a ticket by itself once it has been solved long enough; otherwise changes nothing. */
export const closeByTimer = (ticket: Ticket, { at }: Happening): TicketDecision => {
  if (ticket.status !== 'solved' || at.getTime() - ticket.solvedAt.getTime() < days(daysUntilClosed)) {
    return accept({ ticket, facts: [] });
  }
  return accept(happened(ticket, { at }, { type: 'ticket-closed', data: { from: 'solved' } }));
};
