import { MessageId, type TicketId, UserId } from '#domain/shared/ids.ts';
import type { FactType } from '#domain/tickets/facts.ts';
import type { Message, MessageKind } from '#domain/tickets/message.ts';
import type { Session } from '../session.ts';
import { messagesOf } from './ticket-statements.ts';

/** The messages that another ticket is to take over, as the running transaction sees them now. */
export const wholeThread = async (
  session: Session,
  ticket: TicketId,
  most: number,
): Promise<readonly Message[]> => {
  const query = messagesOf(session.db(), ticket, 'staff').orderBy('messages.seq').limit(most);
  return (await query.execute()).map((row) => ({
    id: MessageId(row.id),
    kind: row.kind as MessageKind,
    author: row.author_id === null ? undefined : UserId(row.author_id),
    automatic: Boolean(row.automatic),
    body: row.body,
    at: session.dialect.fromMoment(row.created_at),
  }));
};

const takingOver: readonly FactType[] = ['message-taken-over', 'note-taken-over'];

/** Removes what came out of another ticket, which the facts tell. */
export const withdrawMessages = async (
  session: Session,
  ticket: TicketId,
  source: TicketId,
): Promise<void> => {
  const db = session.db();
  const facts = await db
    .selectFrom('facts')
    .select(['seq', 'data'])
    .where('ticket_id', '=', ticket)
    .where('type', 'in', takingOver)
    .execute();
  const seqs = facts
    .filter(({ data }) => (JSON.parse(data) as { readonly source: string }).source === source)
    .map(({ seq }) => seq);
  if (seqs.length === 0) return;
  await session.later(db.deleteFrom('messages').where('ticket_id', '=', ticket).where('seq', 'in', seqs));
};
