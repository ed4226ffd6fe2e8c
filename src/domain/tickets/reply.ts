import type { Queue } from '../queues/queue.ts';
import { accept, refuse } from '../shared/decision.ts';
import type { MessageId } from '../shared/ids.ts';
import { type Change, changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import { openingOf } from './reopen.ts';
import { isWithinReopenWindow, reopenWindowOver } from './reopen-window.ts';
import { isStaffOn } from './standing.ts';
import type { Ticket } from './ticket.ts';
import { lifecycle } from './transitions.ts';

type Reply = Doing & { readonly id: MessageId; readonly body: string; readonly queue: Queue };

/** Adds a public message to the thread and moves the status as the lifecycle's table says. */
export const reply = (ticket: Ticket, wanted: Reply): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:reply', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  return isStaffOn(ticket, wanted.by) ? staffReply(ticket, wanted) : customerReply(ticket, wanted);
};

/** Whether a customer's message to this ticket belongs into a new, linked one. */
export const opensFollowUp = (
  ticket: Ticket,
  { by, at, queue }: Doing & { readonly queue: Queue },
): boolean =>
  queue.followUpPolicy === 'follow-up' &&
  forbidden(by, 'ticket:reply', ticket) === undefined &&
  !isStaffOn(ticket, by) &&
  (ticket.status === 'closed' || (ticket.status === 'solved' && !isWithinReopenWindow(ticket, queue, at)));

const staffReply = (ticket: Ticket, wanted: Reply): TicketDecision =>
  lifecycle[ticket.status].staffReply === 'refused'
    ? refuse({ code: 'ticket-is-spam' })
    : accept(said(ticket, wanted, 'staffReply'));

const customerReply = (ticket: Ticket, wanted: Reply): TicketDecision =>
  ticket.status === 'solved' && !isWithinReopenWindow(ticket, wanted.queue, wanted.at)
    ? refuse(reopenWindowOver(ticket, wanted.queue))
    : accept(said(ticket, wanted, 'customerReply'));

const said = (ticket: Ticket, wanted: Reply, column: 'staffReply' | 'customerReply'): Change => {
  const { id, body, by, at } = wanted;
  const told = {
    type: 'ticket-replied',
    data: {
      message: { id, kind: 'public', author: by.id, automatic: false, body, at },
      answers: column === 'staffReply',
    },
  } as const;
  return lifecycle[ticket.status][column] === 'open'
    ? changed(ticket, wanted, told, openingOf(ticket))
    : changed(ticket, wanted, told);
};
