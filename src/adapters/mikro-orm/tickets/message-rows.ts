import type { TicketStore } from '#application/ports/ticket-store.ts';
import type { MessageRecord } from '#application/ports/ticket-thread.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { authorName } from './fact-mapping.ts';
import { type MessageRow, messagesOf, seqOf } from './ticket-statements.ts';

/** The last public messages after a place, as the running transaction sees them now. */
export const publicMessages = async (
  session: Session,
  ...[ticket, audience, { after, most }]: Parameters<TicketStore['publicMessages']>
): Promise<readonly MessageRecord[]> => {
  const rows = await messagesOf(session.db(), ticket, audience)
    .where('messages.public_seq', 'is not', null)
    .where(seqOf(audience), '>', after)
    .orderBy(seqOf(audience), 'desc')
    .limit(most)
    .execute();
  return rows.toReversed().map((row) => toMessageRecord(row, audience, session.dialect));
};

/** A message as an audience counts it. */
export const toMessageRecord = (row: MessageRow, audience: Audience, dialect: Dialect): MessageRecord => ({
  id: row.id,
  ticketId: row.ticket_id,
  seq: audience === 'staff' ? row.seq : Number(row.public_seq),
  kind: row.kind as MessageKind,
  authorId: row.author_id,
  authorName: authorName(row),
  automatic: Boolean(row.automatic),
  body: row.body,
  createdAt: dialect.fromMoment(row.created_at),
});

/** Messages that were found from the newest on, the oldest first. */
export const inOrder = (
  newestFirst: readonly MessageRow[],
  audience: Audience,
  dialect: Dialect,
): readonly MessageRecord[] => newestFirst.toReversed().map((row) => toMessageRecord(row, audience, dialect));
