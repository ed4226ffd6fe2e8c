import type { MessageId, TicketId } from '#domain/shared/ids.ts';
import { redactedText } from '#domain/tickets/erased-text.ts';
import type { Session } from '../session.ts';
import { redactKeptAnswers } from './kept-answers.ts';
import { dropQuotingMails } from './ticket-texts.ts';

/** Takes the text of a message away in its ticket, in letters that wait, and in answers that are kept. */
export const redactMessage = async (session: Session, ticket: TicketId, id: MessageId): Promise<void> => {
  await session
    .db()
    .updateTable('messages')
    .set({ body: redactedText })
    .where('ticket_id', '=', ticket)
    .where('id', '=', id)
    .execute();
  await dropQuotingMails(session, ticket);
  await redactKeptAnswers(session, id);
};
