import { audienceFor } from '../access/visibility.ts';
import { accept, refuse } from '../shared/decision.ts';
import { type Change, changed, type Doing, forbidden, type TicketDecision } from './change.ts';
import { isTextGone } from './erased-text.ts';
import type { Message } from './message.ts';
import type { Ticket } from './ticket.ts';

/**
 * Takes the text of a message away for good, whatever the status: a secret that somebody posted must go. Only a merged
 * ticket refuses, since its survivor has the message. One whose text is gone already changes nothing.
 */
export const redact = (
  ticket: Ticket,
  wanted: Doing & { readonly message: Message | undefined },
): TicketDecision => {
  const { by, message } = wanted;
  const no = forbidden(by, 'ticket:redact', ticket);
  if (no) return refuse(no);
  if (ticket.status === 'merged') return refuse({ code: 'ticket-merged', survivorId: ticket.survivor });
  const isHidden = message?.kind === 'internal' && audienceFor(by, ticket) !== 'staff';
  if (message === undefined || isHidden) return refuse({ code: 'not-found' });
  return accept(loseText(ticket, { ...wanted, message }));
};

/** The same in the merged ticket that the message came out of, so that undoing the merge does not bring it back. */
export const redactAtSource = (source: Ticket, wanted: Doing & { readonly message: Message }): Change =>
  loseText(source, wanted);

const loseText = (ticket: Ticket, wanted: Doing & { readonly message: Message }): Change => {
  const { message } = wanted;
  if (isTextGone(message)) return { ticket, facts: [] };
  const type = message.kind === 'internal' ? 'note-redacted' : 'message-redacted';
  return changed(ticket, wanted, { type, data: { messageId: message.id } });
};
