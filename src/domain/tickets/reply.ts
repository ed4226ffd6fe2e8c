import type { Queue } from '../queues/queue.ts';
import { accept, refuse } from '../shared/decision.ts';
import type { MessageId } from '../shared/ids.ts';
import { type Change, changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
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

const staffReply = (ticket: Ticket, wanted: Reply): TicketDecision => {
  if (lifecycle[ticket.status].staffReply === 'refused') return refuse({ code: 'ticket-is-spam' });
  return accept(
    lifecycle[ticket.status].staffReply === 'open'
      ? openedAgain(ticket, wanted, true)
      : said(ticket, wanted, true),
  );
};

const customerReply = (ticket: Ticket, wanted: Reply): TicketDecision => {
  if (ticket.status === 'pending') return accept(openedAgain(ticket, wanted, false));
  if (ticket.status !== 'solved') return accept(said(ticket, wanted, false));
  if (!isWithinReopenWindow(ticket, wanted.queue, wanted.at))
    return refuse(reopenWindowOver(ticket, wanted.queue));
  return accept(
    changed(ticket, wanted, messageFact(wanted, false), {
      type: 'ticket-reopened',
      data: { from: 'solved' },
    }),
  );
};

const said = (ticket: Ticket, wanted: Reply, answers: boolean): Change =>
  changed(ticket, wanted, messageFact(wanted, answers));

const openedAgain = (ticket: Ticket, wanted: Reply, answers: boolean): Change =>
  changed(ticket, wanted, messageFact(wanted, answers), {
    type: 'ticket-opened-again',
    data: { from: ticket.status },
  });

const messageFact = ({ id, body, by, at }: Reply, answers: boolean) =>
  ({
    type: 'ticket-replied',
    data: { message: { id, kind: 'public', author: by.id, automatic: false, body, at }, answers },
  }) as const;
