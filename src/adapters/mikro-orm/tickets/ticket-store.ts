import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { StoredTicket, TicketRef } from '#application/ports/stored-ticket.ts';
import { StaleWrite, type TicketStore } from '#application/ports/ticket-store.ts';
import type { Change } from '#domain/tickets/change.ts';
import { type Fact, messageOf } from '#domain/tickets/facts.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { dataColumn, isPublic } from './fact-mapping.ts';
import { toColumns, toStored } from './ticket-mapping.ts';

type Counts = Pick<StoredTicket, 'version' | 'publicVersion' | 'updatedAt' | 'publicUpdatedAt'>;

/** Tickets with their facts and messages; meant to be used inside a transaction. */
export const mikroOrmTicketStore = (session: Session, ids: IdSource): TicketStore => ({
  async find(ref) {
    const query = session.db().selectFrom('tickets').selectAll().where(refersTo(ref));
    const row = await (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
    return row && toStored(row, session.dialect);
  },

  async add({ ticket, facts }) {
    const counts = countsAfter(undefined, ticket, facts);
    const number = await insertTicket(session, ticket, counts);
    await append(session, ids, ticket, undefined, facts);
    await indexTags(session.db(), ticket);
    await indexParticipants(session.db(), ticket);
    session.afterCommit('facts');
    return { ticket, number, ...counts };
  },

  async save(found, { ticket, facts }) {
    if (facts.length === 0) return found;
    const { dialect } = session;
    const counts = countsAfter(found, ticket, facts);
    const { numUpdatedRows } = await session
      .db()
      .updateTable('tickets')
      .set({ ...toColumns(ticket, dialect), ...countColumns(session, counts) })
      .where('id', '=', ticket.id)
      .where('version', '=', found.version)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n)
      throw new StaleWrite(`ticket ${ticket.id} is not at version ${found.version} any more`);
    await append(session, ids, ticket, found, facts);
    if (ticket.tags !== found.ticket.tags) {
      await session.db().deleteFrom('ticket_tags').where('ticket_id', '=', ticket.id).execute();
      await indexTags(session.db(), ticket);
    }
    session.afterCommit('facts');
    return { ticket, number: found.number, ...counts };
  },
});

/** The condition that picks the ticket somebody named. */
export const refersTo =
  (ref: TicketRef) =>
  (is: ExpressionBuilder<Tables, 'tickets'>): Expression<SqlBool> =>
    'id' in ref ? is('tickets.id', '=', ref.id) : is('tickets.number', '=', ref.number);

const insertTicket = async (session: Session, ticket: Ticket, counts: Counts): Promise<number> => {
  const { dialect } = session;
  const columns = { ...toColumns(ticket, dialect), ...countColumns(session, counts) };
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

const countsAfter = (found: Counts | undefined, { openedAt }: Ticket, facts: readonly Fact[]): Counts => {
  const open = facts.filter(({ type }) => isPublic(type));
  return {
    version: (found?.version ?? 0) + facts.length,
    publicVersion: (found?.publicVersion ?? 0) + open.length,
    updatedAt: facts.at(-1)?.at ?? found?.updatedAt ?? openedAt,
    publicUpdatedAt: open.at(-1)?.at ?? found?.publicUpdatedAt ?? openedAt,
  };
};

const countColumns = ({ dialect }: Session, counts: Counts) => ({
  version: counts.version,
  public_version: counts.publicVersion,
  updated_at: dialect.toMoment(counts.updatedAt),
  public_updated_at: dialect.toMoment(counts.publicUpdatedAt),
});

const append = async (
  session: Session,
  ids: IdSource,
  ticket: Ticket,
  found: Counts | undefined,
  facts: Change['facts'],
): Promise<void> => {
  const { dialect } = session;
  let publicSeq = found?.publicVersion ?? 0;
  const placed = facts.map((fact, index) => {
    if (isPublic(fact.type)) publicSeq += 1;
    const place = { ticket_id: ticket.id, seq: (found?.version ?? 0) + index + 1 };
    return { fact, place: { ...place, public_seq: isPublic(fact.type) ? publicSeq : null } };
  });
  const messages = placed.flatMap(({ fact, place }) => {
    const message = messageOf(fact);
    if (message === undefined) return [];
    const { id, kind, author, automatic, body, at } = message;
    return [
      {
        ...place,
        id,
        kind,
        author_id: author ?? null,
        automatic: automatic ? 1 : 0,
        body,
        created_at: dialect.toMoment(at),
      },
    ];
  });
  await session
    .db()
    .insertInto('facts')
    .values(
      placed.map(({ fact, place }) => ({
        ...place,
        id: ids.next(),
        type: fact.type,
        at: dialect.toMoment(fact.at),
        actor_id: fact.by.kind === 'person' ? fact.by.id : null,
        queue_id: ticket.queue,
        data: dataColumn(fact),
        position: null,
      })),
    )
    .execute();
  if (messages.length > 0) await session.db().insertInto('messages').values(messages).execute();
};

const indexTags = async (db: Kysely<Tables>, { id, tags }: Ticket): Promise<void> => {
  if (tags.length > 0)
    await db
      .insertInto('ticket_tags')
      .values(tags.map((tag) => ({ tag, ticket_id: id })))
      .execute();
};

const indexParticipants = async (db: Kysely<Tables>, { id, participants }: Ticket): Promise<void> => {
  if (participants.length === 0) return;
  await db
    .insertInto('ticket_participants')
    .values(participants.map((user) => ({ user_id: user, ticket_id: id })))
    .execute();
};
