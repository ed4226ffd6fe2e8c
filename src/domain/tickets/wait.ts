import { accept, refuse } from '../shared/decision.ts';
import { notToBeAsked } from './ask.ts';
import { changed, type Doing, type Happening, happened, type TicketDecision } from './change.ts';
import type { TicketRefusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';

type Wait = Doing & { readonly waitUntil: Date | undefined };

/** Waits for the customer, for good or until a moment. */
export const setPending = (ticket: Ticket, wanted: Wait): TicketDecision => {
  const no = notToBeAsked(ticket, wanted, 'pending') ?? past(wanted);
  if (no) return refuse(no);
  const { waitUntil } = wanted;
  return accept(
    changed(ticket, wanted, { type: 'ticket-set-pending', data: { from: ticket.status, waitUntil } }),
  );
};

/** Waits for a third party, for good or until a moment. */
export const putOnHold = (ticket: Ticket, wanted: Wait): TicketDecision => {
  const no = notToBeAsked(ticket, wanted, 'on-hold') ?? past(wanted);
  if (no) return refuse(no);
  const { waitUntil } = wanted;
  return accept(
    changed(ticket, wanted, { type: 'ticket-put-on-hold', data: { from: ticket.status, waitUntil } }),
  );
};

/** Opens a waiting ticket by itself once its moment has come; otherwise changes nothing. */
export const wake = (ticket: Ticket, { at }: Happening): TicketDecision => {
  const waits = ticket.status === 'pending' || ticket.status === 'on-hold';
  if (!waits || ticket.waitUntil === undefined || ticket.waitUntil > at) return accept({ ticket, facts: [] });
  return accept(happened(ticket, { at }, { type: 'ticket-opened-again', data: { from: ticket.status } }));
};

const past = ({ waitUntil, at }: Wait): TicketRefusal | undefined =>
  waitUntil !== undefined && waitUntil <= at ? { code: 'wait-until-in-the-past' } : undefined;
