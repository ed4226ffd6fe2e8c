import type { StatusLabel } from '../labels/status-label.ts';
import { accept, refuse } from '../shared/decision.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { Ticket } from './ticket.ts';

/** The label that somebody wants, as far as it is known; `none` takes it away. */
export type WantedLabel = StatusLabel | 'none' | 'unknown';

/** Says more of a ticket's status by a label of that status. It is gone as soon as the status moves. */
export const labelStatus = (
  ticket: Ticket,
  wanted: Doing & { readonly label: WantedLabel },
): TicketDecision => {
  const { label } = wanted;
  const no = forbidden(wanted.by, 'ticket:work', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  if (label === 'unknown') return refuse({ code: 'unknown-status-label' });
  const data = { before: ticket.statusLabel, after: label === 'none' ? undefined : label.id };
  if (data.before === data.after) return accept({ ticket, facts: [] });
  if (label !== 'none' && label.isArchived) return refuse({ code: 'status-label-archived' });
  if (label !== 'none' && label.status !== ticket.status)
    return refuse({ code: 'status-label-unfit', state: ticket.status, labels: label.status });
  return accept(changed(ticket, wanted, { type: 'status-label-changed', data }));
};
