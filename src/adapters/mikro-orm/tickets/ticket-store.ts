import { type Expression, type Kysely, sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { QueueStore } from '#application/ports/queue-store.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import { StaleWrite, type TicketStore } from '#application/ports/ticket-store.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { redactMessage } from '../privacy/redacted-message.ts';
import type { Session } from '../session.ts';
import { insertion, statementsByShape } from '../statement.ts';
import type { Tables } from '../tables/tables.ts';
import { rewriteDueTimes, saveDueTimes } from './due-time-rows.ts';
import { type Counts, countColumns, countsAfter, factRows } from './fact-rows.ts';
import { publicMessages } from './message-rows.ts';
import { placedMessage, wholeThread, withdrawMessages } from './moved-messages.ts';
import { nextTicket } from './next-ticket.ts';
import { lastNumber, purgeTicket } from './purge-ticket.ts';
import { tagPlace, tagRows } from './tag-rows.ts';
import { saveTallies } from './tally-rows.ts';
import { toColumns, toStored } from './ticket-mapping.ts';
import { ticketNamed } from './ticket-statements.ts';

type Columns = ReturnType<typeof toColumns>;

/** Tickets with their facts and messages; meant to be used inside a transaction. */
export const mikroOrmTicketStore = (
  session: Session,
  ids: IdSource,
  queues: Pick<QueueStore, 'find'>,
): TicketStore => {
  const timing = { session, queues };
  const statements = statementsOf(session);
  return {
    async find(ref) {
      const db = session.db();
      const [row] = (await db.executeQuery(statements.find(db, ref))).rows;
      return row && toStored(row, session.dialect);
    },

    async take(id) {
      const db = session.db();
      const [row] = (await db.executeQuery(statements.take(db, { id }))).rows;
      return row && toStored(row, session.dialect);
    },

    nextIn: (queue, to) => nextTicket(session, queue, to),

    async add(change) {
      const { ticket } = change;
      const counts = countsAfter(undefined, change);
      const number = await unlessNameTaken(session, ticket, () =>
        insertTicket(session, statements, ticket, counts),
      );
      await append({ session, statements, ids }, undefined, change);
      await indexTags(session, { ticket, ...counts });
      await indexParticipants(session, ticket);
      await saveDueTimes(timing, undefined, ticket);
      await saveTallies(session, [{ before: undefined, after: ticket }]);
      session.afterCommit('facts');
      return { ticket, number, ...counts };
    },

    async save(found, change) {
      const { ticket, facts } = change;
      if (facts.length === 0) return found;
      const { dialect } = session;
      const counts = countsAfter(found, change);
      // first, since no two facts of a ticket share a place: whoever found the ticket too early fails here
      await append({ session, statements, ids }, found, change);
      const columns = {
        ...changedColumns(session, found.ticket, ticket),
        ...countColumns(counts, dialect),
      };
      const update = statements.update(session.db(), ticket.id, columns);
      await ('external_id' in columns
        ? unlessNameTaken(session, ticket, () => session.db().executeQuery(update))
        : session.later(update));
      if (ticket.tags !== found.ticket.tags) {
        await session.later(session.db().deleteFrom('ticket_tags').where('ticket_id', '=', ticket.id));
        await indexTags(session, { ticket, ...counts });
      } else await moveTags(session, { ticket, ...counts });
      if (ticket.participants !== found.ticket.participants) {
        await session.later(
          session.db().deleteFrom('ticket_participants').where('ticket_id', '=', ticket.id),
        );
        await indexParticipants(session, ticket);
      }
      await saveDueTimes(timing, found.ticket, ticket);
      await saveTallies(session, [{ before: found.ticket, after: ticket }]);
      session.afterCommit('facts');
      return { ticket, number: found.number, ...counts };
    },

    publicMessages: (ticket, audience, since) => publicMessages(session, ticket, audience, since),

    thread: (ticket, most) => wholeThread(session, ticket, most),

    message: (ticket, id) => placedMessage(session, ticket, id),

    redact: (ticket, id) => redactMessage(session, ticket, id),

    withdrawMessages: (ticket, source) => withdrawMessages(session, ticket, source),

    purge: (found, at) => purgeTicket({ session, ids }, found, at),

    keepDueTimes: (ticket) => rewriteDueTimes(timing, ticket),
  };
};

/** The statements that every change of a ticket takes, built once. */
const statementsOf = ({ dialect }: Session) => {
  const updates = statementsByShape<Readonly<Record<string, unknown>>, unknown>(50);
  return {
    find: ticketNamed({ lock: dialect.locksRows ? 'waiting' : 'none' }),
    take: ticketNamed({ lock: dialect.locksRows ? 'skipping' : 'none' }),
    insertTicket: insertion('tickets'),
    insertFacts: insertion('facts'),
    insertMessages: insertion('messages'),
    update: (db: Kysely<Tables>, id: TicketId, columns: Partial<Columns>) => {
      const names = Object.keys(columns);
      const update = updates(names.join(), (on, slot) =>
        on
          .updateTable('tickets')
          .set(Object.fromEntries(names.map((name) => [name, slot(name)])))
          .where('id', '=', sql<string>`${slot('ticket')}`),
      );
      return update(db, { ...columns, ticket: id });
    },
  };
};

type Statements = ReturnType<typeof statementsOf>;

/** Only the columns that hold something else now, so that no index is looked at in vain. */
const changedColumns = ({ dialect }: Session, before: Ticket, after: Ticket): Partial<Columns> => {
  const old: Readonly<Record<string, unknown>> = toColumns(before, dialect);
  return Object.fromEntries(
    Object.entries(toColumns(after, dialect)).filter(([column, value]) => value !== old[column]),
  );
};

const unlessNameTaken = async <Result>(
  session: Session,
  { externalId }: Ticket,
  write: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await write();
  } catch (error) {
    const isNameTaken = externalId !== undefined && session.dialect.classify(error) === 'duplicate';
    throw isNameTaken ? new StaleWrite('another ticket was given this external id meanwhile') : error;
  }
};

const insertTicket = async (
  session: Session,
  statements: Statements,
  ticket: Ticket,
  counts: Counts,
): Promise<number> => {
  const { dialect } = session;
  const columns = { ...toColumns(ticket, dialect), ...countColumns(counts, dialect) };
  if (dialect.name === 'mysql') {
    const db = session.db();
    return Number((await db.executeQuery(statements.insertTicket(db, [columns]))).insertId);
  }
  const nextNumber: Expression<number> = sql<number>`(select ${lastNumber} + 1)`;
  const row = await session
    .db()
    .insertInto('tickets')
    .values({ ...columns, number: nextNumber })
    .returning('number')
    .executeTakeFirstOrThrow();
  return row.number;
};

type Given = { readonly session: Session; readonly statements: Statements; readonly ids: IdSource };

const append = async (
  { session, statements, ids }: Given,
  found: Counts | undefined,
  change: Change,
): Promise<void> => {
  const { facts, messages } = factRows({ dialect: session.dialect, ids }, found, change);
  await session.later(statements.insertFacts(session.db(), facts));
  if (messages.length > 0) await session.later(statements.insertMessages(session.db(), messages));
};

type Tagged = Pick<StoredTicket, 'ticket' | 'updatedAt'>;

const indexTags = async (session: Session, tagged: Tagged): Promise<void> => {
  const rows = tagRows(tagged, session.dialect);
  if (rows.length > 0) await session.later(session.db().insertInto('ticket_tags').values(rows));
};

/** The tags are the same, but lists have the ticket elsewhere now. */
const moveTags = async (session: Session, tagged: Tagged): Promise<void> => {
  const { id, tags } = tagged.ticket;
  if (tags.length === 0) return;
  const place = tagPlace(tagged, session.dialect);
  await session.later(session.db().updateTable('ticket_tags').set(place).where('ticket_id', '=', id));
};

const indexParticipants = async (session: Session, { id, participants }: Ticket): Promise<void> => {
  if (participants.length === 0) return;
  const rows = participants.map((user) => ({ user_id: user, ticket_id: id }));
  await session.later(session.db().insertInto('ticket_participants').values(rows));
};
