import { type Insertable, sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { QueueStore } from '#application/ports/queue-store.ts';
import type { TicketImports } from '#application/ports/ticket-imports.ts';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { TicketId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import { toGrantRows, toUsers, usersWithGrants } from '../identity/user-mapping.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { dueTimeRows } from './due-time-rows.ts';
import { countColumns, countsAfter, factRows } from './fact-rows.ts';
import { lastNumber } from './purge-ticket.ts';
import { tagRows } from './tag-rows.ts';
import { saveTallies } from './tally-rows.ts';
import { toColumns } from './ticket-mapping.ts';

/** Rows of one statement: enough to save round trips, few enough for the parameters an engine takes. */
const rowsAtOnce = 500;

/** Brings many tickets in with few statements; meant to be used inside a transaction. */
export const mikroOrmTicketImports = (
  session: Session,
  ids: IdSource,
  queues: Pick<QueueStore, 'find'>,
): TicketImports => ({
  async known(externalIds) {
    const db = session.db();
    // what is read before the first write could be stale by then, and SQLite would refuse the write
    if (!session.dialect.locksRows)
      await db.updateTable('counters').set({ value: 0 }).where('name', '=', '').execute();
    if (externalIds.length === 0) return new Map();
    const rows = await db
      .selectFrom('tickets')
      .select(['id', 'external_id'])
      .where('external_id', 'in', externalIds)
      .execute();
    return new Map(rows.map(({ id, external_id }) => [String(external_id), TicketId(id)]));
  },

  async people(emails) {
    if (emails.length === 0) return [];
    const rows = await usersWithGrants(session.db()).where('users.email', 'in', emails).execute();
    return toUsers(rows, session.dialect);
  },

  async addPeople(users) {
    const created = users.map((user) => ({
      id: user.id,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      status: user.status,
      password_hash: null,
      created_at: session.dialect.toMoment(user.createdAt),
    }));
    await unlessTaken(session, () => insert(session, 'users', created));
    await insert(
      session,
      'grants',
      users.flatMap(({ id, grants }) => toGrantRows(id, grants)),
    );
  },

  async add(changes) {
    const { dialect } = session;
    const tickets = await ticketRows(session, changes);
    const due: Insertable<Tables['due_times']>[] = [];
    const rows = changes.map((change) => factRows({ dialect, ids }, undefined, change));
    await unlessTaken(session, () => insert(session, 'tickets', tickets));
    await insert(
      session,
      'facts',
      rows.flatMap(({ facts }) => facts),
    );
    await insert(
      session,
      'messages',
      rows.flatMap(({ messages }) => messages),
    );
    await insert(
      session,
      'ticket_tags',
      changes.flatMap((change) => tagRows({ ...change, ...countsAfter(undefined, change) }, dialect)),
    );
    await insert(
      session,
      'ticket_participants',
      changes.flatMap(({ ticket: { id, participants } }) =>
        participants.map((user) => ({ user_id: user, ticket_id: id })),
      ),
    );
    for (const { ticket } of changes) due.push(...(await dueTimeRows({ session, queues }, ticket)));
    await insert(session, 'due_times', due);
    await saveTallies(
      session,
      changes.map(({ ticket }) => ({ before: undefined, after: ticket })),
    );
    session.afterCommit('facts');
  },
});

const ticketRows = async (session: Session, changes: readonly Change[]) => {
  const { dialect } = session;
  const numbers = dialect.name === 'mysql' ? undefined : await numbersFrom(session);
  return changes.map((change, index) => ({
    ...toColumns(change.ticket, dialect),
    ...countColumns(countsAfter(undefined, change), dialect),
    ...(numbers === undefined ? {} : { number: numbers + index }),
    imported_facts: change.facts.length,
  }));
};

/** The number after the last one; nobody else writes meanwhile. */
const numbersFrom = async (session: Session): Promise<number> => {
  const { rows } = await sql<{ last: number }>`select ${lastNumber} as last`.execute(session.db());
  return (rows[0]?.last ?? 0) + 1;
};

const insert = async <Name extends keyof Tables>(
  session: Session,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await session
      .db()
      .insertInto(table)
      .values(rows.slice(from, from + rowsAtOnce))
      .execute();
  }
};

const unlessTaken = async (session: Session, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new StaleWrite('somebody else was faster', { cause: error });
  }
};
