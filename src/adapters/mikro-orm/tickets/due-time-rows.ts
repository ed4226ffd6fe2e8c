import type { Insertable } from 'kysely';
import { dueTimesOf } from '#domain/tickets/due-times.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';

/** The rows of what time will do to a ticket. */
export const dueTimeRows = (ticket: Ticket, dialect: Dialect): readonly Insertable<Tables['due_times']>[] =>
  dueTimesOf(ticket).map(({ kind, at }) => ({
    ticket_id: ticket.id,
    kind,
    due_at: dialect.toMoment(at),
  }));

/** Writes what time will do to a ticket, where that is not what it was. */
export const saveDueTimes = async (
  session: Session,
  before: Ticket | undefined,
  ticket: Ticket,
): Promise<void> => {
  const old = before === undefined ? [] : dueTimeRows(before, session.dialect);
  const rows = dueTimeRows(ticket, session.dialect);
  if (JSON.stringify(old) === JSON.stringify(rows)) return;
  if (old.length > 0) await session.later(withoutDueTimes(session, ticket));
  if (rows.length > 0) await session.later(session.db().replaceInto('due_times').values(rows));
};

/** Writes what time will do to a ticket, whatever is there. */
export const rewriteDueTimes = async (session: Session, ticket: Ticket): Promise<void> => {
  await session.later(withoutDueTimes(session, ticket));
  const rows = dueTimeRows(ticket, session.dialect);
  if (rows.length > 0) await session.later(session.db().replaceInto('due_times').values(rows));
};

const withoutDueTimes = (session: Session, { id }: Ticket) =>
  session.db().deleteFrom('due_times').where('ticket_id', '=', id);
