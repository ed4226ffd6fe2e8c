import { accept, refuse } from '../shared/decision.ts';
import type { MessageId } from '../shared/ids.ts';
import { changed, type Doing, forbidden, settled, type TicketDecision } from './change.ts';
import type { Ticket } from './ticket.ts';

/** Writes an internal note. It moves no status, and no customer ever learns of it. */
export const writeNote = (
  ticket: Ticket,
  wanted: Doing & { readonly id: MessageId; readonly body: string },
): TicketDecision => {
  const { id, body, by, at } = wanted;
  const no = forbidden(by, 'ticket:note', ticket) ?? settled(ticket);
  if (no) return refuse(no);
  return accept(
    changed(ticket, wanted, {
      type: 'note-written',
      data: { message: { id, kind: 'internal', author: by.id, automatic: false, body, at } },
    }),
  );
};
