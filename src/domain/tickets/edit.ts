import { accept, refuse } from '../shared/decision.ts';
import type { CategoryId, QueueId } from '../shared/ids.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { Priority } from './priority.ts';
import type { Subject } from './subject.ts';
import type { Ticket } from './ticket.ts';

/** Gives a ticket another subject. What is already so changes nothing, here and in every edit. */
export const rename = (ticket: Ticket, wanted: Doing & { readonly subject: Subject }): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:rename', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.subject, after: wanted.subject };
  return accept(
    data.before === data.after
      ? unchanged(ticket)
      : changed(ticket, wanted, { type: 'subject-changed', data }),
  );
};

/** Makes a ticket more or less pressing. */
export const prioritise = (
  ticket: Ticket,
  wanted: Doing & { readonly priority: Priority },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:triage', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.priority, after: wanted.priority };
  return accept(
    data.before === data.after
      ? unchanged(ticket)
      : changed(ticket, wanted, { type: 'priority-changed', data }),
  );
};

/** Says what a ticket is about, or with `null` that it is about nothing in particular. It stays in its queue. */
export const categorise = (
  ticket: Ticket,
  wanted: Doing & { readonly category: CategoryId | null },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:triage', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.category, after: wanted.category ?? undefined };
  return accept(
    data.before === data.after
      ? unchanged(ticket)
      : changed(ticket, wanted, { type: 'category-changed', data }),
  );
};

/** Replaces a ticket's tags. Each stands once; their order is kept. */
export const retag = (
  ticket: Ticket,
  wanted: Doing & { readonly tags: readonly string[] },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:triage', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.tags, after: [...new Set(wanted.tags)] };
  const same =
    data.before.length === data.after.length && data.before.every((tag, at) => tag === data.after[at]);
  return accept(same ? unchanged(ticket) : changed(ticket, wanted, { type: 'tags-changed', data }));
};

/** Says what a ticket is called in the host product, or with `null` that it is called nothing there. */
export const callElsewhere = (
  ticket: Ticket,
  wanted: Doing & { readonly externalId: string | null },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:triage', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.externalId, after: wanted.externalId ?? undefined };
  return accept(
    data.before === data.after
      ? unchanged(ticket)
      : changed(ticket, wanted, { type: 'external-id-changed', data }),
  );
};

/** Moves a ticket to another queue; whoever held it keeps it only if they may work there (`assigneeStays`). */
export const moveToQueue = (
  ticket: Ticket,
  wanted: Doing & { readonly queue: QueueId; readonly assigneeStays: boolean },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:move', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const data = { before: ticket.queue, after: wanted.queue };
  if (data.before === data.after) return accept(unchanged(ticket));
  const moved = { type: 'ticket-moved', data } as const;
  if (ticket.assignee === undefined || wanted.assigneeStays) return accept(changed(ticket, wanted, moved));
  return accept(
    changed(ticket, wanted, moved, { type: 'ticket-released', data: { before: ticket.assignee } }),
  );
};

const unchanged = (ticket: Ticket) => ({ ticket, facts: [] });
