import { accept, refuse } from '../shared/decision.ts';
import type { UserId } from '../shared/ids.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Most people who take part in one ticket beside its requester. */
export const mostParticipants = 100;

type Taking = Doing & { readonly participant: UserId };

/** Lets somebody take part in a ticket: read and answer it. Whoever does already, and its requester, change nothing. */
export const addParticipant = (ticket: Ticket, wanted: Taking): TicketDecision => {
  const no = forbidden(wanted.by, 'ticket:triage', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  const { participant } = wanted;
  if (ticket.requester === participant || ticket.participants.includes(participant)) {
    return accept({ ticket, facts: [] });
  }
  if (ticket.participants.length >= mostParticipants) {
    return refuse({ code: 'too-many-participants', limit: mostParticipants });
  }
  return accept(changed(ticket, wanted, { type: 'participant-added', data: { participant } }));
};

/** Ends that somebody takes part; everybody may do so themselves. Whoever does not take part is not found. */
export const removeParticipant = (ticket: Ticket, wanted: Taking): TicketDecision => {
  const { participant, by } = wanted;
  const right =
    participant === by.id && ticket.participants.includes(by.id) ? 'ticket:read' : 'ticket:triage';
  const no = forbidden(by, right, ticket) ?? settled(ticket);
  if (no) return refuse(no);
  if (!ticket.participants.includes(participant)) return refuse({ code: 'not-found' });
  return accept(changed(ticket, wanted, { type: 'participant-removed', data: { participant } }));
};
