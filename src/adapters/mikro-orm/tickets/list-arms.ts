import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketFilter, TicketSort } from '#application/ports/ticket-list.ts';
import type { Audience, Visibility } from '#domain/access/visibility.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { pathOf, type Step } from './list-paths.ts';

/**
 * One way of seeing tickets, narrowed so far that one index holds the rest in order. No ticket is in two arms, and all
 * arms together are what `covers` accepts.
 */
export type Arm = {
  readonly audience: Audience;
  /** What MySQL is told about indexes; a comment to SQLite. */
  readonly hint: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<SqlBool>[];
};

/** A visibility and the queues and statuses of a filter as arms: the counterpart of `covers`. */
export const armsOf = (visible: Visibility, filter: TicketFilter, sort: TicketSort): readonly Arm[] => [
  ...staffArms(visible, filter, sort),
  ...(asksForStaffFields(filter) ? [] : customerArms(visible, filter)),
];

/** Whether a filter asks for what customers do not see: tickets seen as a customer never match it. */
const asksForStaffFields = ({ tag, assignee }: TicketFilter): boolean =>
  tag !== undefined || (assignee !== undefined && assignee !== 'none');

const staffArms = ({ staffOf }: Visibility, filter: TicketFilter, sort: TicketSort): readonly Arm[] => {
  const queues = queuesAmong(staffOf, filter.queue);
  const wanted = [...new Set(filter.statuses)];
  const path = pathFor(queues, filter, sort);
  const byQueue = path?.steps.includes('queue')
    ? oneByOne('queue_id', queues ?? [])
    : amongAll('queue_id', queues);
  const byStatus = path?.steps.includes('status')
    ? oneByOne('status', wanted.length > 0 ? wanted : statuses)
    : amongAll('status', wanted.length > 0 ? wanted : undefined);
  const hint = path === undefined ? sql`` : sql`/*+ index(tickets ${sql.raw(path.index)}) */`;
  return byQueue.flatMap((inQueue) =>
    byStatus.map(
      (inStatus): Arm => ({
        audience: 'staff',
        hint,
        from: sql`tickets`,
        conditions: [...inQueue, ...inStatus],
      }),
    ),
  );
};

/** The queues to look into; `undefined` for all there are. */
const queuesAmong = (
  staffOf: Visibility['staffOf'],
  wanted: QueueId | undefined,
): readonly QueueId[] | undefined => {
  if (wanted === undefined) return staffOf === 'every-queue' ? undefined : [...new Set(staffOf)];
  return staffOf === 'every-queue' || staffOf.includes(wanted) ? [wanted] : [];
};

/** A requester or a tag is so few tickets that their order is not worth an index. */
const pathFor = (
  queues: readonly QueueId[] | undefined,
  { assignee, statuses: wanted, requester, tag }: TicketFilter,
  sort: TicketSort,
) => {
  if (requester !== undefined || tag !== undefined) return undefined;
  const narrowedTo = new Set<Step>();
  if (assignee !== undefined) narrowedTo.add('assignee');
  if (queues !== undefined) narrowedTo.add('queue');
  if (wanted.length > 0) narrowedTo.add('status');
  return pathOf(sort, narrowedTo);
};

type Conditions = readonly RawBuilder<SqlBool>[];

const oneByOne = (column: string, values: readonly (QueueId | Status)[]): readonly Conditions[] =>
  values.map((value) => [sql<SqlBool>`${sql.ref(column)} = ${value}`]);

const amongAll = (
  column: string,
  values: readonly (QueueId | Status)[] | undefined,
): readonly Conditions[] => {
  if (values === undefined) return [[]];
  return values.length === 0 ? [] : [[sql<SqlBool>`${sql.ref(column)} in (${sql.join([...values])})`]];
};

const customerArms = (
  { staffOf, requestedBy, participatedBy }: Visibility,
  { statuses: wanted }: TicketFilter,
): readonly Arm[] => {
  if (staffOf === 'every-queue') return [];
  const shared: RawBuilder<SqlBool>[] = [];
  if (staffOf.length > 0) shared.push(sql`queue_id not in (${sql.join([...staffOf])})`);
  if (wanted.length > 0) shared.push(sql`status in (${sql.join([...wanted])})`);
  const arms: Arm[] = [];
  if (requestedBy !== undefined) {
    arms.push({
      audience: 'customer',
      hint: sql`/*+ index(tickets ix_tickets_requester_updated) */`,
      from: sql`tickets`,
      conditions: [sql`requester_id = ${requestedBy}`, ...shared],
    });
  }
  if (participatedBy !== undefined) {
    const another = requestedBy === undefined ? [] : [sql<SqlBool>`requester_id <> ${requestedBy}`];
    arms.push({
      audience: 'customer',
      hint: sql`/*+ join_fixed_order() */`,
      from: sql`ticket_participants cross join tickets on tickets.id = ticket_participants.ticket_id`,
      conditions: [sql`user_id = ${participatedBy}`, ...another, ...shared],
    });
  }
  return arms;
};
