import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { Visibility } from '#domain/access/visibility.ts';
import type { SlotOf } from '../statement.ts';
import { type Arm, mostQueues } from './list-arms.ts';
import { pathOf } from './list-paths.ts';
import { listed } from './sight-conditions.ts';
import { behind, type Ordering, orderBy, type SortValues } from './ticket-order.ts';

type Wanted = Parameters<TicketList['page']>[1];

/** With fewer queues their own indexes are as quick. */
const leastQueues = 4;
/** How many tickets are looked at for each that is wanted: who works one in so many finds a page among them. */
const skimmedForEach = 10;

/**
 * The first tickets of an order, whoever they are for, with those picked out that are in somebody's queues: a full page of
 * them is the page, and found far sooner than by walking the index of each queue. Where they are fewer, it tells nothing.
 * `undefined` where that would hardly ever be a page.
 */
export const skimming = (
  visible: Visibility,
  wanted: Wanted,
): ((slot: SlotOf<SortValues>) => Arm) | undefined => {
  const { staffOf, others } = listed(visible);
  if (staffOf === 'every-queue' || others.length > 0 || isRare(wanted)) return undefined;
  const queues = [...new Set(staffOf)];
  if (queues.length < leastQueues || queues.length > mostQueues) return undefined;
  const { statuses, tag } = wanted.filter;
  return (slot) => ({
    audience: 'staff',
    ...(tag === undefined ? ofAll(wanted, slot) : tagged(tag, wanted, slot)),
    hint: sql`/*+ join_fixed_order() index(tickets primary) */`,
    conditions: [
      sql<SqlBool>`queue_id in (${sql.join(queues)})`,
      ...(statuses.length > 0 ? [sql<SqlBool>`status in (${sql.join([...statuses])})`] : []),
    ],
  });
};

/** What is about few tickets, or in an order that no index holds for all queues, or that one holds for everybody. */
const isRare = ({ filter, sort }: Wanted): boolean => {
  const { queue, category, assignee, externalId, requester, priority, updatedSince, tag, statuses } = filter;
  return (
    [queue, category, assignee, externalId, requester, updatedSince].some((one) => one !== undefined) ||
    sort === 'number' ||
    (sort === 'waiting' && statuses.length !== 1) ||
    (sort !== 'waiting' && priority !== undefined) ||
    (sort !== '-updatedAt' && tag !== undefined)
  );
};

type Skimmed = Pick<Arm, 'from' | 'ordering'>;

const ofAll = (wanted: Wanted, slot: SlotOf<SortValues>): Skimmed => {
  const [status, ...more] = wanted.filter.statuses;
  const isOne = status !== undefined && more.length === 0;
  const { index, steps } = pathOf(wanted.sort, new Set(isOne ? ['status'] : []));
  const among = isOne && steps.includes('status') ? [sql<SqlBool>`status = ${status}`] : [];
  const first = firstOf('staff', among, wanted, slot);
  return {
    from: sql`(
      select /*+ index(tickets ${sql.raw(index)}) */ id as skimmed_id from tickets ${first}
    ) as skimmed cross join tickets on tickets.id = skimmed.skimmed_id`,
  };
};

const tagged = (tag: string, wanted: Wanted, slot: SlotOf<SortValues>): Skimmed => ({
  ordering: 'tag',
  from: sql`(
    select /*+ index(ticket_tags ix_ticket_tags_updated) */ ticket_id, ticket_updated_at
    from ticket_tags ${firstOf('tag', [sql<SqlBool>`tag = ${tag}`], wanted, slot)}
  ) as skimmed cross join tickets on tickets.id = skimmed.ticket_id`,
});

const firstOf = (
  ordering: Ordering,
  among: readonly RawBuilder<SqlBool>[],
  { sort, after, limit }: Wanted,
  slot: SlotOf<SortValues>,
): RawBuilder<unknown> => {
  const conditions = [...among, ...(after === undefined ? [] : [behind(sort, ordering, slot)])];
  return sql`${conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`}
      order by ${orderBy(sort, ordering)} limit ${sql.lit(skimmedForEach * (limit + 1))}`;
};
