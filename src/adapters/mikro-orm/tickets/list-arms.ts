import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketFilter, TicketSort } from '#application/ports/ticket-list.ts';
import type { Audience, Visibility } from '#domain/access/visibility.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { workStatuses } from '#domain/tickets/tallies.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { type Narrowing, narrowingNames, ownIndex, pathOf } from './list-paths.ts';
import { except, indexTo, type ListedSights, listed, seenBy } from './sight-conditions.ts';
import type { Ordering } from './ticket-order.ts';

/**
 * One way of seeing tickets, narrowed so far that one index holds the rest in order. No ticket is in two arms, and all
 * arms together are what `covers` accepts.
 */
export type Arm = {
  readonly audience: Audience;
  /** Whose values order it, unless they are what the audience sees. */
  readonly ordering?: Ordering;
  /** What MySQL is told about indexes; a comment to SQLite. */
  readonly hint: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<SqlBool>[];
};

/** A visibility and the queues and statuses of a filter as arms: the counterpart of `covers`. */
export const armsOf = (
  visible: Visibility,
  filter: TicketFilter,
  sort: TicketSort,
): Record<Audience, readonly Arm[]> => {
  const sights = listed(visible);
  const others = otherArms(visible, sights, filter);
  return {
    staff: [...staffArms(sights, filter, sort), ...others.staff],
    customer: asksForStaffFields(filter)
      ? []
      : [...customerArms(sights, filter, others.asStaff, sort), ...others.customer],
  };
};

/** Whether a filter asks for what customers do not see: tickets seen as a customer never match it. */
const asksForStaffFields = ({ tag, externalId, assignee }: TicketFilter): boolean =>
  tag !== undefined || externalId !== undefined || (assignee !== undefined && assignee !== 'none');

const staffArms = ({ staffOf }: ListedSights, filter: TicketFilter, sort: TicketSort): readonly Arm[] => {
  if (filter.tag !== undefined)
    return taggedArms(filter, filter.tag, sort, queuesAmong(staffOf, filter.queue));
  const queues = queuesAmong(staffOf, filter.queue);
  const wanted = filter.statuses.length > 0 ? [...new Set(filter.statuses)] : undefined;
  const { index, steps } = pathOf(sort, narrowings(filter, queues));
  const byQueue = steps.includes('queue') ? oneByOne('queue_id', queues ?? []) : amongAll('queue_id', queues);
  const byStatus = steps.includes('status')
    ? oneByOne('status', wanted ?? statuses)
    : amongAll('status', wanted);
  return byQueue.flatMap((inQueue) =>
    byStatus.map(
      (inStatus): Arm => ({
        audience: 'staff',
        ...along(index),
        conditions: [...inQueue, ...inStatus],
      }),
    ),
  );
};

/** What has a tag, in the order that the tag keeps; in any other order all of it is sorted. */
const taggedArms = (
  filter: TicketFilter,
  tag: string,
  sort: TicketSort,
  queues: readonly QueueId[] | undefined,
): readonly Arm[] => {
  const isKept = sort === '-updatedAt';
  const areFew = queues !== undefined && queues.length <= mostQueues;
  const byQueue =
    isKept && areFew ? oneByOne('ticket_queue_id', queues) : amongAll('ticket_queue_id', queues);
  const index = areFew ? 'ix_ticket_tags_queue_updated' : 'ix_ticket_tags_updated';
  return byQueue.map(
    (inQueue): Arm => ({
      audience: 'staff',
      ...(isKept ? { ordering: 'tag' } : {}),
      ...through('ticket_tags', index),
      conditions: [sql`tag = ${tag}`, ...inQueue, ...among(filter)],
    }),
  );
};

/** Reads tickets in the order of an index. */
const along = (index: string) => ({
  hint: sql`/*+ index(tickets ${sql.raw(index)}) */`,
  from: sql`tickets`,
});

/** Reads the tickets that another table names, in the order of its index or few enough to be sorted. */
const through = (table: 'ticket_tags' | 'ticket_participants', index = 'primary') => ({
  hint: sql`/*+ join_fixed_order() index(tickets primary) index(${sql.table(table)} ${sql.raw(index)}) */`,
  from: sql`${sql.table(table)} cross join tickets on tickets.id = ${sql.table(table)}.ticket_id`,
});

/** The queues to look into; `undefined` for all there are. */
const queuesAmong = (
  staffOf: ListedSights['staffOf'],
  wanted: QueueId | undefined,
): readonly QueueId[] | undefined => {
  if (wanted === undefined) return staffOf === 'every-queue' ? undefined : [...new Set(staffOf)];
  return staffOf === 'every-queue' || staffOf.includes(wanted) ? [wanted] : [];
};

/** Whoever works more queues than this is read the tickets of all, past those of the others. */
export const mostQueues = 20;

const narrowings = (
  { assignee, category, externalId, requester, statuses: wanted }: TicketFilter,
  queues: readonly QueueId[] | undefined,
): ReadonlySet<Narrowing> => {
  const few = queues !== undefined && queues.length <= mostQueues;
  const isWork = wanted.length > 0 && wanted.every((one) => workStatuses.some((status) => status === one));
  const all: Readonly<Record<Narrowing, boolean>> = {
    category: category !== undefined,
    assignee: assignee !== undefined && assignee !== 'none',
    unheld: assignee === 'none',
    requester: requester !== undefined,
    external: externalId !== undefined,
    queue: few,
    status: wanted.length > 0,
    work: isWork,
  };
  return new Set(narrowingNames.filter((name) => all[name]));
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
  { staffOf, requestedBy, participatedBy }: ListedSights,
  filter: TicketFilter,
  asStaff: Conditions,
  sort: TicketSort,
): readonly Arm[] => {
  if (staffOf === 'every-queue') return [];
  const shared = [...outside(staffOf), ...asStaff.map(except), ...among(filter)];
  const arms: Arm[] = [];
  if (requestedBy !== undefined) {
    arms.push({
      audience: 'customer',
      // what staff asked in their own queues, which may be much, is stepped over
      ...along(staffOf.length > 0 ? 'ix_tickets_requester_queue' : ownIndex(sort)),
      conditions: [sql`requester_id = ${requestedBy}`, ...shared],
    });
  }
  if (participatedBy !== undefined) {
    const another = requestedBy === undefined ? [] : [sql<SqlBool>`requester_id <> ${requestedBy}`];
    arms.push({
      audience: 'customer',
      ...through('ticket_participants'),
      conditions: [sql`user_id = ${participatedBy}`, ...another, ...shared],
    });
  }
  return arms;
};

const outside = (queues: readonly QueueId[]): Conditions =>
  queues.length > 0 ? [sql<SqlBool>`queue_id not in (${sql.join([...queues])})`] : [];

const among = ({ statuses: wanted }: TicketFilter): Conditions =>
  wanted.length > 0 ? [sql<SqlBool>`status in (${sql.join([...wanted])})`] : [];

type OtherArms = Record<Audience, readonly Arm[]> & { readonly asStaff: Conditions };

/** One arm for each way of seeing that is not a usual one; what an arm before it shows is left out. */
const otherArms = (visible: Visibility, sights: ListedSights, filter: TicketFilter): OtherArms => {
  const { staffOf, requestedBy, participatedBy, others } = sights;
  if (staffOf === 'every-queue' || others.length === 0) return { staff: [], customer: [], asStaff: [] };
  const usual = (as: 'own' | 'participant') =>
    seenBy(visible, { audience: 'customer', scope: { kind: 'global' }, as });
  const shown: Record<Audience, RawBuilder<SqlBool>[]> = {
    staff: [],
    customer: [
      ...(requestedBy === undefined ? [] : [usual('own')]),
      ...(participatedBy === undefined ? [] : [usual('participant')]),
    ],
  };
  const arms: Record<Audience, Arm[]> = { staff: [], customer: [] };
  const queues = filter.queue === undefined ? [] : [sql<SqlBool>`queue_id = ${filter.queue}`];
  for (const sight of others) {
    const { audience } = sight;
    const condition = seenBy(visible, sight);
    const before = audience === 'staff' ? shown.staff : [...shown.staff, ...shown.customer];
    const index = indexTo(sight);
    arms[audience].push({
      audience,
      ...(index === undefined ? { hint: sql``, from: sql`tickets` } : along(index)),
      conditions: [
        condition,
        ...before.map(except),
        ...outside(staffOf),
        ...among(filter),
        ...(audience === 'staff' ? queues : []),
        ...(filter.tag === undefined ? [] : [tagged(filter.tag)]),
      ],
    });
    shown[audience].push(condition);
  }
  return { ...arms, asStaff: shown.staff };
};

const tagged = (tag: string): RawBuilder<SqlBool> =>
  sql`exists (select 1 from ticket_tags as t where t.tag = ${tag} and t.ticket_id = tickets.id)`;
