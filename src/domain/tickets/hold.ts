import { accept, refuse } from '../shared/decision.ts';
import type { UserId } from '../shared/ids.ts';
import { changed, type Doing, forbidden, inactive, type TicketDecision } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Takes an unassigned ticket. Of many who claim at once, the first holds it and the others learn who that is. */
export const claim = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = forbidden(doing.by, 'ticket:claim', ticket);
  if (no) return refuse(no);
  if (ticket.assignee !== undefined) return refuse({ code: 'already-claimed', assigneeId: ticket.assignee });
  const stuck = inactive(ticket);
  if (stuck) return refuse(stuck);
  return accept(changed(ticket, doing, { type: 'ticket-claimed', data: { assignee: doing.by.id } }));
};

/** Gives a ticket back to its queue: one's own, or, for leads, anybody's. */
export const release = (ticket: Ticket, doing: Doing): TicketDecision => {
  // Whoever might have held it deserves to hear that nobody does, not that they may not.
  const asHeld = { ...ticket, assignee: ticket.assignee ?? doing.by.id };
  const no = forbidden(doing.by, 'ticket:release', asHeld) ?? inactive(ticket);
  if (no) return refuse(no);
  if (ticket.assignee === undefined) return refuse({ code: 'not-assigned' });
  return accept(changed(ticket, doing, { type: 'ticket-released', data: { before: ticket.assignee } }));
};

/** Takes a ticket over from whoever holds it. */
export const steal = (ticket: Ticket, doing: Doing): TicketDecision => {
  const no = forbidden(doing.by, 'ticket:steal', ticket) ?? inactive(ticket);
  if (no) return refuse(no);
  if (ticket.assignee === undefined) return refuse({ code: 'not-assigned' });
  if (ticket.assignee === doing.by.id)
    return refuse({ code: 'already-claimed', assigneeId: ticket.assignee });
  return accept(
    changed(ticket, doing, {
      type: 'ticket-stolen',
      data: { assignee: doing.by.id, before: ticket.assignee },
    }),
  );
};

/** Hands a ticket to somebody who may work it (`eligible`). Handing it to its holder changes nothing. */
export const assign = (
  ticket: Ticket,
  wanted: Doing & { readonly to: UserId; readonly eligible: boolean },
): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:assign', ticket) ?? inactive(ticket);
  if (no) return refuse(no);
  if (!wanted.eligible) return refuse({ code: 'assignee-not-eligible', userId: wanted.to });
  if (ticket.assignee === wanted.to) return accept({ ticket, facts: [] });
  return accept(
    changed(ticket, wanted, {
      type: 'ticket-assigned',
      data: { assignee: wanted.to, before: ticket.assignee },
    }),
  );
};
