import type { PlacedMessage } from '#application/ports/ticket-store.ts';
import { MessageId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { FactType } from '#domain/tickets/facts.ts';
import type { Message, MessageKind } from '#domain/tickets/message.ts';
import type { Session } from '../session.ts';
import { type MessageRow, messagesOf } from './ticket-statements.ts';

/** The messages that another ticket is to take over, as the running transaction sees them now. */
export const wholeThread = async (
  session: Session,
  ticket: TicketId,
  most: number,
): Promise<readonly Message[]> => {
  const query = messagesOf(session.db(), ticket, 'staff').orderBy('messages.seq').limit(most);
  return (await query.execute()).map((row) => toMessage(session, row));
};

/** A message of a ticket, and out of which other one it came, which the fact at its place tells. */
export const placedMessage = async (
  session: Session,
  ticket: TicketId,
  id: MessageId,
): Promise<PlacedMessage | undefined> => {
  const row = await messagesOf(session.db(), ticket, 'staff')
    .where('messages.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const fact = await session
    .db()
    .selectFrom('facts')
    .select('data')
    .where('ticket_id', '=', ticket)
    .where('seq', '=', row.seq)
    .where('type', 'in', takingOver)
    .executeTakeFirst();
  return { message: toMessage(session, row), source: fact && TicketId(sourceIn(fact)) };
};

const toMessage = ({ dialect }: Session, row: MessageRow): Message => ({
  id: MessageId(row.id),
  kind: row.kind as MessageKind,
  author: row.author_id === null ? undefined : UserId(row.author_id),
  automatic: Boolean(row.automatic),
  body: row.body,
  at: dialect.fromMoment(row.created_at),
});

const sourceIn = ({ data }: { readonly data: string }): string =>
  (JSON.parse(data) as { readonly source: string }).source;

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
  return facts.filter((fact) => sources.includes(sourceIn(fact))).map(({ seq }) => seq);
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
