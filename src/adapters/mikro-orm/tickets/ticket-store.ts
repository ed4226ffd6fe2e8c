import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { TicketRef } from '#application/ports/stored-ticket.ts';
import { StaleWrite, type TicketStore } from '#application/ports/ticket-store.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { type Counts, countColumns, countsAfter, factRows } from './fact-rows.ts';
import { toColumns, toStored } from './ticket-mapping.ts';

type Columns = ReturnType<typeof toColumns>;

/** Tickets with their facts and messages; meant to be used inside a transaction. */
export const mikroOrmTicketStore = (session: Session, ids: IdSource): TicketStore => ({
  async find(ref) {
    const query = session.db().selectFrom('tickets').selectAll().where(refersTo(ref));
    const row = await (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
    return row && toStored(row, session.dialect);
  },

  async add(change) {
    const { ticket } = change;
    const counts = countsAfter(undefined, change);
    const number = await insertTicket(session, ticket, counts).catch((error: unknown) => {
      const isNameTaken = ticket.externalId !== undefined && session.dialect.classify(error) === 'duplicate';
      throw isNameTaken ? new StaleWrite('another ticket was given this external id meanwhile') : error;
    });
    await append(session, ids, undefined, change);
    await indexTags(session, ticket);
    await indexParticipants(session, ticket);
    session.afterCommit('facts');
    return { ticket, number, ...counts };
  },

  async save(found, change) {
    const { ticket, facts } = change;
    if (facts.length === 0) return found;
    const { dialect } = session;
    const counts = countsAfter(found, change);
    // first, since no two facts of a ticket share a place: whoever found the ticket too early fails here
    await append(session, ids, found, change);
    await session.later(
      session
        .db()
        .updateTable('tickets')
        .set({ ...changedColumns(session, found.ticket, ticket), ...countColumns(counts, dialect) })
        .where('id', '=', ticket.id),
    );
    if (ticket.tags !== found.ticket.tags) {
      await session.later(session.db().deleteFrom('ticket_tags').where('ticket_id', '=', ticket.id));
      await indexTags(session, ticket);
    }
    session.afterCommit('facts');
    return { ticket, number: found.number, ...counts };
  },
});

/** Only the columns that hold something else now, so that no index is looked at in vain. */
const changedColumns = ({ dialect }: Session, before: Ticket, after: Ticket): Partial<Columns> => {
  const old: Readonly<Record<string, unknown>> = toColumns(before, dialect);
  return Object.fromEntries(
    Object.entries(toColumns(after, dialect)).filter(([column, value]) => value !== old[column]),
  );
};

/** The condition that picks the ticket somebody named. */
export const refersTo =
  (ref: TicketRef) =>
  (is: ExpressionBuilder<Tables, 'tickets'>): Expression<SqlBool> =>
    'id' in ref ? is('tickets.id', '=', ref.id) : is('tickets.number', '=', ref.number);

const insertTicket = async (session: Session, ticket: Ticket, counts: Counts): Promise<number> => {
  const { dialect } = session;
  const columns = { ...toColumns(ticket, dialect), ...countColumns(counts, dialect) };
  if (dialect.name === 'mysql') {
    const { insertId } = await session.db().insertInto('tickets').values(columns).executeTakeFirstOrThrow();
    return Number(insertId);
  }
  const nextNumber: Expression<number> = sql<number>`(select coalesce(max(number), 0) + 1 from tickets)`;
  const row = await session
    .db()
    .insertInto('tickets')
    .values({ ...columns, number: nextNumber })
    .returning('number')
    .executeTakeFirstOrThrow();
  return row.number;
};

const append = async (
  session: Session,
  ids: IdSource,
  found: Counts | undefined,
  change: Change,
): Promise<void> => {
  const { facts, messages } = factRows({ dialect: session.dialect, ids }, found, change);
  await session.later(session.db().insertInto('facts').values(facts));
  if (messages.length > 0) await session.later(session.db().insertInto('messages').values(messages));
};

const indexTags = async (session: Session, { id, tags }: Ticket): Promise<void> => {
  if (tags.length === 0) return;
  const rows = tags.map((tag) => ({ tag, ticket_id: id }));
  await session.later(session.db().insertInto('ticket_tags').values(rows));
};

const indexParticipants = async (session: Session, { id, participants }: Ticket): Promise<void> => {
  if (participants.length === 0) return;
  const rows = participants.map((user) => ({ user_id: user, ticket_id: id }));
  await session.later(session.db().insertInto('ticket_participants').values(rows));
};
