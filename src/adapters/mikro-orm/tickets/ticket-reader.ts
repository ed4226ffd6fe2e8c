import type { Kysely } from 'kysely';
import type { TicketRef } from '#application/ports/stored-ticket.ts';
import type { TicketHistory } from '#application/ports/ticket-history.ts';
import type { TicketReader } from '#application/ports/ticket-reader.ts';
import type { MessageRecord, TicketThread } from '#application/ports/ticket-thread.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { MessageKind } from '#domain/tickets/message.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { Flag, Moment } from '../tables/columns.ts';
import type { Tables } from '../tables/tables.ts';
import { authorName, toFactRecord } from './fact-mapping.ts';
import { toStored } from './ticket-mapping.ts';
import { refersTo } from './ticket-store.ts';

/** Reads tickets, threads and histories as plain rows, on the pool or in the running transaction. */
export const mikroOrmTicketReader = (session: Session): TicketReader => {
  const inOrder = (newestFirst: readonly MessageRow[], audience: Audience): readonly MessageRecord[] =>
    newestFirst.toReversed().map((row) => toMessageRecord(row, audience, session.dialect));
  return {
    find: (ref) =>
      session.read(async (db) => {
        const row = await db.selectFrom('tickets').selectAll().where(refersTo(ref)).executeTakeFirst();
        return row && toStored(row, session.dialect);
      }),

    among: (ids) =>
      session.read(async (db) => {
        if (ids.length === 0) return [];
        const rows = await db.selectFrom('tickets').selectAll().where('id', 'in', ids).execute();
        return rows.map((row) => toStored(row, session.dialect));
      }),

    findWithMessages: (ref, audience, count) =>
      session.read(async () => {
        const [[row], messages] = await session.both((db) => [
          db.selectFrom('tickets').selectAll().where(refersTo(ref)),
          latest(messagesOf(db, idOf(db, ref), audience), audience, count),
        ]);
        return row && { stored: toStored(row, session.dialect), messages: inOrder(messages, audience) };
      }),

    latestMessages: (ticket, audience, count) =>
      session.read(async (db) =>
        inOrder(await latest(messagesOf(db, ticket, audience), audience, count).execute(), audience),
      ),
  };
};

export const mikroOrmTicketThread = (session: Session): TicketThread => ({
  page: (ticket, audience, { after, limit }) =>
    session.read(async (db) => {
      const seq = seqOf(audience);
      const rows = await messagesOf(db, ticket, audience)
        .where(seq, '>', after)
        .orderBy(seq)
        .limit(limit)
        .execute();
      return rows.map((row) => toMessageRecord(row, audience, session.dialect));
    }),
});

export const mikroOrmTicketHistory = (session: Session): TicketHistory => ({
  page: (ticket, audience, { after, limit }) =>
    session.read(async (db) => {
      const seq = audience === 'staff' ? 'facts.seq' : 'facts.public_seq';
      const rows = await factsWithMessages(db)
        .where('facts.ticket_id', '=', ticket)
        .where(seq, '>', after)
        .orderBy(seq)
        .limit(limit)
        .execute();
      return rows.map((row) => toFactRecord(row, audience, session.dialect));
    }),
});

/** Facts with the message each brought and the name of who wrote it. */
export const factsWithMessages = (db: Kysely<Tables>) =>
  db
    .selectFrom('facts')
    .leftJoin('messages', (on) =>
      on.onRef('messages.ticket_id', '=', 'facts.ticket_id').onRef('messages.seq', '=', 'facts.seq'),
    )
    .leftJoin('users', 'users.id', 'messages.author_id')
    .select([
      'facts.ticket_id',
      'facts.seq',
      'facts.public_seq',
      'facts.id',
      'facts.type',
      'facts.at',
      'facts.actor_id',
      'facts.data',
      'messages.id as message_id',
      'messages.kind as message_kind',
      'messages.author_id as message_author_id',
      'messages.automatic as message_automatic',
      'messages.body as message_body',
      'users.first_name as author_first_name',
      'users.last_name as author_last_name',
    ]);

const seqOf = (audience: Audience) => (audience === 'staff' ? 'messages.seq' : 'messages.public_seq');

/** What a ticket is called by the rows that belong to it. */
const idOf = (db: Kysely<Tables>, ref: TicketRef): TicketId | ReturnType<typeof idBy> =>
  'id' in ref ? ref.id : idBy(db, ref);

const idBy = (db: Kysely<Tables>, ref: TicketRef) =>
  db.selectFrom('tickets').select('tickets.id').where(refersTo(ref));

const latest = (messages: ReturnType<typeof messagesOf>, audience: Audience, count: number) =>
  messages.orderBy(seqOf(audience), 'desc').limit(count);

/** A customer's query runs over `public_seq`, which no note has. */
const messagesOf = (db: Kysely<Tables>, ticket: ReturnType<typeof idOf>, audience: Audience) => {
  const query = db
    .selectFrom('messages')
    .leftJoin('users', 'users.id', 'messages.author_id')
    .select([
      'messages.id',
      'messages.ticket_id',
      'messages.seq',
      'messages.public_seq',
      'messages.kind',
      'messages.author_id',
      'messages.automatic',
      'messages.body',
      'messages.created_at',
      'users.first_name as author_first_name',
      'users.last_name as author_last_name',
    ])
    .where('messages.ticket_id', '=', ticket);
  return audience === 'staff' ? query : query.where('messages.public_seq', 'is not', null);
};

type MessageRow = {
  readonly id: string;
  readonly ticket_id: string;
  readonly seq: number;
  readonly public_seq: number | null;
  readonly kind: string;
  readonly author_id: string | null;
  readonly automatic: Flag;
  readonly body: string;
  readonly created_at: Moment;
  readonly author_first_name: string | null;
  readonly author_last_name: string | null;
};

const toMessageRecord = (row: MessageRow, audience: Audience, dialect: Dialect): MessageRecord => ({
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
