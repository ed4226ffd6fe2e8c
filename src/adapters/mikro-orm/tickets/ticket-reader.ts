import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TicketHistory, TicketPast } from '#application/ports/ticket-history.ts';
import type { TicketReader } from '#application/ports/ticket-reader.ts';
import type { TicketThread } from '#application/ports/ticket-thread.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { toFact, toFactRecord } from './fact-mapping.ts';
import { inOrder, toMessageRecord } from './message-rows.ts';
import { toStored } from './ticket-mapping.ts';
import { latestMessages, messagesOf, seqOf, ticketNamed } from './ticket-statements.ts';
import { ticketsWithMessages } from './tickets-with-messages.ts';

/** Reads tickets, threads and histories as plain rows, on the pool or in the running transaction. */
export const mikroOrmTicketReader = (session: Session): TicketReader => {
  const named = ticketNamed({ lock: 'none' });
  const latestOf = latestMessages();
  return {
    find: (ref) =>
      session.read(async () => {
        const [[row]] = await session.ask((db) => [named(db, ref)]);
        return row && toStored(row, session.dialect);
      }),

    among: (ids) =>
      session.read(async (db) => {
        if (ids.length === 0) return [];
        const rows = await db.selectFrom('tickets').selectAll().where('id', 'in', ids).execute();
        return rows.map((row) => toStored(row, session.dialect));
      }),

    findWithMessages: ticketsWithMessages(session),

    latestMessages: (id, audience, count) =>
      session.read(async (db) =>
        inOrder(
          (await db.executeQuery(latestOf(db, { id }, audience, count))).rows,
          audience,
          session.dialect,
        ),
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

export const mikroOrmTicketHistory = (session: Session): TicketHistory & TicketPast => ({
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

  upTo: (ticket, audience, last) =>
    session.read(async (db) => {
      const seq = audience === 'staff' ? 'facts.seq' : 'facts.public_seq';
      const rows = await factsWithMessages(db, sql<string | null>`''`)
        .where('facts.ticket_id', '=', ticket)
        .where(seq, '<=', last)
        .orderBy(seq)
        .execute();
      return rows.map((row) => toFact(row, session.dialect));
    }),
});

/** Facts with the message each brought and the name of who wrote it; `body` stands for the text where nobody reads it. */
export const factsWithMessages = (
  db: Kysely<Tables>,
  body: RawBuilder<string | null> = sql.ref('messages.body'),
) =>
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
      'facts.through_id',
      'facts.data',
      'messages.id as message_id',
      'messages.kind as message_kind',
      'messages.author_id as message_author_id',
      'messages.automatic as message_automatic',
      'messages.created_at as message_created_at',
      body.as('message_body'),
      'users.first_name as author_first_name',
      'users.last_name as author_last_name',
    ]);
