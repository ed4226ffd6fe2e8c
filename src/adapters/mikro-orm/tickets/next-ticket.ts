import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import type { QueueId, UserId } from '#domain/shared/ids.ts';
import { type HandedOut, handedOut } from '#domain/tickets/next.ts';
import type { Session } from '../session.ts';
import type { RowOf, Tables } from '../tables/tables.ts';
import { toStored } from './ticket-mapping.ts';
import { mergedOrder, orderBy, sortKeys } from './ticket-order.ts';

/** So many may ask at once before one of them has to ask again. */
const candidates = 20;

/**
 * The first ticket of a queue that nobody holds. It is looked for without locks; then the first that no other
 * transaction is taking is locked, so that those who ask at once do not wait for each other.
 */
export const nextTicket = async (
  session: Session,
  queue: QueueId,
  to: UserId,
): Promise<StoredTicket | undefined> => {
  const db = session.db();
  const { rows } = await unheldIn(queue, to).execute(db);
  for (const { id } of rows) {
    const row = await taken(session, db, id);
    const isFree = row?.assignee_id === null && row.queue_id === queue;
    if (isFree && handedOut.some((status) => status === row.status)) return toStored(row, session.dialect);
  }
  if (rows.length === 0) return undefined;
  throw new StaleWrite('others were faster with every ticket that was looked at');
};

/** The ids of the first tickets that nobody holds and somebody else raised, in waiting order; one index holds each status in it. */
const unheldIn = (queue: QueueId, to: UserId): RawBuilder<{ readonly id: string }> => {
  const parts = handedOut.map(
    (status, index) => sql`select * from (${walk(queue, status, to)}) as ${sql.ref(`part_${index}`)}`,
  );
  return sql`${sql.join(parts, sql` union all `)} order by ${mergedOrder('waiting')} limit ${sql.lit(candidates)}`;
};

const walk = (queue: QueueId, status: HandedOut, to: UserId) => sql`
  select /*+ index(tickets ix_tickets_unheld) */ id, ${sortKeys('waiting', 'staff')} from tickets
  where queue_id = ${queue} and assignee_id is null and status = ${status} and requester_id <> ${to}
  order by ${orderBy('waiting', 'staff')} limit ${sql.lit(candidates)}`;

/** The ticket, locked; nothing when another transaction has it. */
const taken = (
  { dialect }: Session,
  db: Kysely<Tables>,
  id: string,
): Promise<RowOf<'tickets'> | undefined> => {
  const query = db.selectFrom('tickets').selectAll().where('id', '=', id);
  return (dialect.locksRows ? query.forUpdate().skipLocked() : query).executeTakeFirst();
};
