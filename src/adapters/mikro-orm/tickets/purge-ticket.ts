import { sql } from 'kysely';
import type { IdSource } from '#application/ports/id-source.ts';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Session } from '../session.ts';
import { saveTallies } from './tally-rows.ts';
import { toColumns } from './ticket-mapping.ts';

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

/** Deletes a ticket that is locked, keeps its number from being given again, and leaves a tombstone in the log. */
export const purgeTicket = async (
  { session, ids }: { readonly session: Session; readonly ids: IdSource },
  found: StoredTicket,
  at: Date,
): Promise<void> => {
  const { ticket, number } = found;
  const { id } = ticket;
  const purged = { ticket_id: id, number, purged_at: session.dialect.toMoment(at) };
  await session.later(session.db().insertInto('purged_tickets').values(purged));
  await session.later(
    session
      .db()
      .insertInto('tombstones')
      .values(tombstone(session, ids, found, at)),
  );
  for (const table of belongings) {
    await session.later(session.db().deleteFrom(table).where('ticket_id', '=', id));
  }
  // what others have of their links to it; nobody waits for those tickets
  await session.later(session.db().deleteFrom('ticket_links').where('other_id', '=', id));
  await session.later(session.db().deleteFrom('tickets').where('id', '=', id));
  await saveTallies(session, [{ before: ticket, after: undefined }]);
  session.afterCommit('facts');
};

/** The fact that comes after all that the ticket had. */
const tombstone = (
  { dialect }: Session,
  ids: IdSource,
  { ticket, version, publicVersion }: StoredTicket,
  at: Date,
) => {
  const columns = toColumns(ticket, dialect);
  return {
    ticket_id: ticket.id,
    seq: version + 1,
    public_seq: publicVersion + 1,
    id: ids.next(),
    at: dialect.toMoment(at),
    requester_id: columns.requester_id,
    participant_ids: columns.participant_ids,
    assignee_id: columns.assignee_id,
    queue_id: columns.queue_id,
    organisation_id: columns.organisation_id,
    position: null,
  };
};

/** The last number that was given, where the engine does not count by itself. */
export const lastNumber = sql<number>`max(
  coalesce((select max(number) from tickets), 0), coalesce((select max(number) from purged_tickets), 0))`;
