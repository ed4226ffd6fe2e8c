import { type RawBuilder, sql } from 'kysely';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { Session } from '../session.ts';
import { type Arm, armsOf } from './list-arms.ts';
import { filterConditions } from './ticket-filter.ts';
import { type TicketRow, toStored } from './ticket-mapping.ts';
import { behind, mergedOrder, orderBy, positionOf, sortKeys } from './ticket-order.ts';

type Wanted = Parameters<TicketList['page']>[1];
type ListedRow = TicketRow & Readonly<Record<string, unknown>>;

/** Lists tickets by keyset, in one statement that reads no more rows than the page has, times the arms it takes. */
export const mikroOrmTicketList = (session: Session): TicketList => ({
  page: (visible, wanted) =>
    session.read(async (db) => {
      const arms = armsOf(visible, wanted.filter, wanted.sort);
      if (arms.length === 0) return { items: [], next: undefined };
      const { rows } = await statement(session, arms, wanted).execute(db);
      const page = rows.slice(0, wanted.limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => toStored(row, session.dialect)),
        next: rows.length > page.length && last ? positionOf(wanted.sort, last, session.dialect) : undefined,
      };
    }),
});

/**
 * Each arm walks its own index; where there are several, only the page's own rows are looked up. One row more than a
 * page holds tells whether there is another page.
 */
const statement = (session: Session, arms: readonly Arm[], wanted: Wanted): RawBuilder<ListedRow> => {
  const walks = arms.map((arm) => walk(session, arm, wanted));
  const [only] = walks;
  if (walks.length === 1 && only !== undefined) return only(sql`tickets.*`);
  const parts = walks.map(
    (part, index) => sql`select * from (${part(sql`id as ticket_id`)}) as ${sql.ref(`part_${index}`)}`,
  );
  const order = mergedOrder(wanted.sort);
  return sql<ListedRow>`
    select /*+ join_fixed_order() index(tickets primary) */ tickets.*, found.*
    from (${sql.join(parts, sql` union all `)} order by ${order} limit ${sql.lit(wanted.limit + 1)}) as found
    cross join tickets on tickets.id = found.ticket_id
    order by ${order}`;
};

type Walk = (columns: RawBuilder<unknown>) => RawBuilder<ListedRow>;

const walk = ({ dialect }: Session, arm: Arm, { filter, sort, after, limit }: Wanted): Walk => {
  const { audience, hint, from } = arm;
  const conditions = [
    ...arm.conditions,
    ...filterConditions(filter, audience, dialect),
    ...(after === undefined ? [] : [behind(sort, after, audience, dialect)]),
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return (columns) => sql`
    select ${hint} ${columns}, ${sortKeys(sort, audience)} from ${from} ${where}
    order by ${orderBy(sort, audience)} limit ${sql.lit(limit + 1)}`;
};
