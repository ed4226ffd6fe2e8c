import { sql } from 'kysely';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Session } from '../session.ts';
import { saveTallies } from './tally-rows.ts';

/** Every table whose rows belong to a ticket, and go before it. */
const belongings = [
  'due_times',
  'ticket_links',
  'read_markers',
  'ticket_tags',
  'ticket_participants',
  'messages',
  'facts',
] as const;

/** Deletes a ticket that is locked, and keeps its number from being given again. */
export const purgeTicket = async (
  session: Session,
  { ticket, number }: StoredTicket,
  at: Date,
): Promise<void> => {
  const { id } = ticket;
  const purged = { ticket_id: id, number, purged_at: session.dialect.toMoment(at) };
  await session.later(session.db().insertInto('purged_tickets').values(purged));
  for (const table of belongings) {
    await session.later(session.db().deleteFrom(table).where('ticket_id', '=', id));
  }
  // what others have of their links to it; nobody waits for those tickets
  await session.later(session.db().deleteFrom('ticket_links').where('other_id', '=', id));
  await session.later(session.db().deleteFrom('tickets').where('id', '=', id));
  await saveTallies(session, [{ before: ticket, after: undefined }]);
};

/** The last number that was given, where the engine does not count by itself. */
export const lastNumber = sql<number>`max(
  coalesce((select max(number) from tickets), 0), coalesce((select max(number) from purged_tickets), 0))`;
