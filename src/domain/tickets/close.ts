import { accept, refuse } from '../shared/decision.ts';
import { notAllowed } from './ask.ts';
import { changed, type Doing, forbidden, type Happening, happened, type TicketDecision } from './change.ts';
import { type ClosingRules, closesAt } from './closing.ts';
import { solvedBy } from './solve.ts';
import type { Ticket } from './ticket.ts';
import { isListed } from './transitions.ts';

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

/** Closes a ticket by itself once it has been solved long enough for its queue; otherwise changes nothing. */
export const closeByTimer = (
  ticket: Ticket,
  { at, rules }: Happening & { readonly rules: ClosingRules },
): TicketDecision => {
  const due = ticket.status === 'solved' ? closesAt(ticket, rules) : undefined;
  if (due === undefined || at < due) return accept({ ticket, facts: [] });
  return accept(happened(ticket, { at }, { type: 'ticket-closed', data: { from: 'solved' } }));
};
