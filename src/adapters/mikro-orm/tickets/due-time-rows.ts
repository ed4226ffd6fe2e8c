import type { Insertable } from 'kysely';
import type { QueueStore } from '#application/ports/queue-store.ts';
import type { ClosingRules } from '#domain/tickets/closing.ts';
import { dueTimesOf, isTimed, sameDueTimes } from '#domain/tickets/due-times.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';

/** Where due times are written, and where the rules of queues are found that they follow from. */
export type DueTimeDeps = { readonly session: Session; readonly queues: Pick<QueueStore, 'find'> };

/** The rows of what time will do to a ticket. */
export const dueTimeRows = async (
  { session, queues }: DueTimeDeps,
  ticket: Ticket,
): Promise<readonly Insertable<Tables['due_times']>[]> => {
  const rules = ticket.status === 'solved' ? await rulesOf(queues, ticket) : neverAsked;
  return dueTimesOf(ticket, rules).map(({ kind, at }) => ({
    ticket_id: ticket.id,
    kind,
    due_at: session.dialect.toMoment(at),
  }));
};

/** Writes what time will do to a ticket, where that is not what it was. */
export const saveDueTimes = async (
  deps: DueTimeDeps,
  before: Ticket | undefined,
  ticket: Ticket,
): Promise<void> => {
  if (before !== undefined && sameDueTimes(before, ticket)) return;
  await write(deps, ticket, { replacing: before !== undefined && isTimed(before) });
};

/** Writes what time will do to a ticket, whatever is there. */
export const rewriteDueTimes = (deps: DueTimeDeps, ticket: Ticket): Promise<void> =>
  write(deps, ticket, { replacing: true });

/** Rules of closing for what is not solved. */
const neverAsked: ClosingRules = { autoCloseDays: undefined, reopenWindowDays: 0 };

const write = async (
  deps: DueTimeDeps,
  ticket: Ticket,
  { replacing }: { readonly replacing: boolean },
): Promise<void> => {
  const { session } = deps;
  if (replacing) await session.later(session.db().deleteFrom('due_times').where('ticket_id', '=', ticket.id));
  const rows = await dueTimeRows(deps, ticket);
  if (rows.length > 0) await session.later(session.db().replaceInto('due_times').values(rows));
};

const rulesOf = async (queues: DueTimeDeps['queues'], { id, queue }: Ticket): Promise<ClosingRules> => {
  const rules = await queues.find(queue);
  if (rules === undefined) throw new CorruptRow('tickets', id, `queue "${queue}"`);
  return rules;
};
