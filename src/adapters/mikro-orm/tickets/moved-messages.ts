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

/** Where in a ticket those messages are that came out of one of others, which the facts tell. */
export const placesOfMessagesFrom = async (
  session: Session,
  ticket: TicketId,
  sources: readonly string[],
): Promise<readonly number[]> => {
  if (sources.length === 0) return [];
  const facts = await session
    .db()
    .selectFrom('facts')
    .select(['seq', 'data'])
    .where('ticket_id', '=', ticket)
    .where('type', 'in', takingOver)
    .execute();
  return facts
    .filter(({ data }) => sources.includes((JSON.parse(data) as { readonly source: string }).source))
    .map(({ seq }) => seq);
};

/** Removes what came out of another ticket. */
export const withdrawMessages = async (
  session: Session,
  ticket: TicketId,
  source: TicketId,
): Promise<void> => {
  const seqs = await placesOfMessagesFrom(session, ticket, [source]);
  if (seqs.length === 0) return;
  const rows = session.db().deleteFrom('messages').where('ticket_id', '=', ticket);
  await session.later(rows.where('seq', 'in', seqs));
};
