import { accept, refuse } from '../shared/decision.ts';
import { notToBeAsked } from './ask.ts';
import {
  changed,
  type Doing,
  forbidden,
  type Happening,
  happened,
  settled,
  type TicketDecision,
} from './change.ts';
import type { OnHoldTicket, PendingTicket, Ticket } from './ticket.ts';

type WaitingTicket = PendingTicket | OnHoldTicket;
type Wait = Doing & { readonly waitUntil: Date | undefined };

/** Waits for the customer, for good or until a moment. */
export const setPending = (ticket: Ticket, wanted: Wait): TicketDecision => wait(ticket, wanted, 'pending');

/** Waits for a third party, for good or until a moment. */
export const putOnHold = (ticket: Ticket, wanted: Wait): TicketDecision => wait(ticket, wanted, 'on-hold');

/** Gives a ticket that waits already another moment to open by itself, or none; its status stays. */
export const postpone = (ticket: Ticket, wanted: Wait): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:work', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  if (!waits(ticket)) return refuse({ code: 'wait-until-without-waiting' });
  if (isPast(wanted)) return refuse({ code: 'wait-until-in-the-past' });
  if (ticket.waitUntil?.getTime() === wanted.waitUntil?.getTime()) return accept({ ticket, facts: [] });
  return accept(changed(ticket, wanted, waitingOf(ticket, ticket.status, wanted)));
};

/** Opens a waiting ticket by itself once its moment has come; otherwise changes nothing. */
export const wake = (ticket: Ticket, { at }: Happening): TicketDecision => {
  if (!waits(ticket) || ticket.waitUntil === undefined || ticket.waitUntil > at)
    return accept({ ticket, facts: [] });
  return accept(happened(ticket, { at }, { type: 'ticket-opened-again', data: { from: ticket.status } }));
};

const wait = (ticket: Ticket, wanted: Wait, to: WaitingTicket['status']): TicketDecision => {
  const no = notToBeAsked(ticket, wanted, to);
  if (no) return refuse(no);
  if (isPast(wanted)) return refuse({ code: 'wait-until-in-the-past' });
  return accept(changed(ticket, wanted, waitingOf(ticket, to, wanted)));
};

const waits = (ticket: Ticket): ticket is WaitingTicket =>
  ticket.status === 'pending' || ticket.status === 'on-hold';

const isPast = ({ waitUntil, at }: Wait): boolean => waitUntil !== undefined && waitUntil <= at;

const waitingOf = ({ status }: Ticket, to: WaitingTicket['status'], { waitUntil }: Wait) =>
  ({
    type: to === 'pending' ? 'ticket-set-pending' : 'ticket-put-on-hold',
    data: { from: status, waitUntil },
  }) as const;
