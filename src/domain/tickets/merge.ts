import { accept, refuse } from '../shared/decision.ts';
import { days } from '../shared/duration.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { MergeableState, Ticket } from './ticket.ts';
import { mergeUndoDays } from './transitions.ts';

/**
 * Merges a ticket into another, which survives and absorbs it. Neither itself, nor one that is settled or spam, nor one that
 * absorbed others can.
 */
export const merge = (ticket: Ticket, wanted: Doing & { readonly into: Ticket }): TicketDecision => {
  const { into, by } = wanted;
  const no = forbidden(by, 'ticket:merge', ticket) ?? forbidden(by, 'ticket:merge', into) ?? settled(ticket);
  if (no) return refuse(no);
  if (into.id === ticket.id) return refuse({ code: 'merge-into-itself' });
  if (ticket.absorbed !== undefined) return refuse({ code: 'merge-would-chain' });
  if (settled(into) || into.status === 'spam')
    return refuse({ code: 'merge-target-unfit', state: into.status });
  const before = mergeableStateOf(ticket);
  if (before === undefined) return refuse({ code: 'ticket-is-spam' });
  return accept(changed(ticket, wanted, { type: 'ticket-merged', data: { survivor: into.id, before } }));
};

/** Takes a merge back while that is still possible; the ticket gets the state it had. */
export const undoMerge = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = forbidden(doing.by, 'ticket:merge', ticket);
  if (no) return refuse(no);
  if (ticket.status !== 'merged') return refuse({ code: 'not-merged' });
  if (doing.at.getTime() - ticket.mergedAt.getTime() > days(mergeUndoDays)) {
    return refuse({ code: 'merge-undo-over', mergedAt: ticket.mergedAt, windowDays: mergeUndoDays });
  }
  return accept(changed(ticket, doing, { type: 'merge-undone', data: { survivor: ticket.survivor } }));
};

const mergeableStateOf = (ticket: Ticket): MergeableState | undefined => {
  switch (ticket.status) {
    case 'new':
    case 'open':
      return { status: ticket.status };
    case 'pending':
      return { status: 'pending', waitUntil: ticket.waitUntil };
    case 'on-hold':
      return { status: 'on-hold', waitUntil: ticket.waitUntil, customerWaiting: ticket.customerWaiting };
    case 'solved':
      return { status: 'solved', solvedAt: ticket.solvedAt };
    case 'closed':
    case 'merged':
    case 'spam':
      return undefined;
  }
};
