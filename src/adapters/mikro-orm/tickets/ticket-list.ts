import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { Session } from '../session.ts';
import { type Arm, armsOf } from './list-arms.ts';
import { filterConditions } from './ticket-filter.ts';
import { type TicketRow, ticketColumns, toStored } from './ticket-mapping.ts';
import { behind, mergedOrder, orderBy, positionOf, sortKeys } from './ticket-order.ts';

type Wanted = Parameters<TicketList['page']>[1];
type ListedRow = TicketRow & Readonly<Record<string, unknown>>;

/** Lists tickets by keyset, in one statement that reads no more rows than the page has, times the arms it takes. */
export const mikroOrmTicketList = (session: Session): TicketList => ({
  page: (visible, wanted) =>
    session.read(async (db) => {
      const { staff, customer } = armsOf(visible, wanted.filter, wanted.sort);
      const [first, ...others] = [...staff, ...customer].map((arm) => walk(session, arm, wanted));
      if (first === undefined) return { items: [], next: undefined };
      const read = async (statement: RawBuilder<ListedRow>, audience?: Audience) =>
        pageOf((await statement.execute(db)).rows, audience);

      const pageOf = (rows: readonly ListedRow[], audience: Audience | undefined) => {
        const page = rows.slice(0, wanted.limit);
        const last = page.at(-1);
        const more = rows.length > page.length && last !== undefined;
        return {
          items: page.map((row) => toStored(row, session.dialect)),
          next: more ? positionOf(wanted.sort, last, audience, session.dialect) : undefined,
        };
      };

      if (others.length === 0) return read(alone(first, []), first.audience);
      // nearly nobody is staff here and a customer elsewhere; SQLite would ask for that with every row
      if (staff.length === 1 && session.dialect.name === 'mysql') {
        const page = await read(alone(first, others), first.audience);
        if (page.items.length > 0) return page;
      }
      return read(merged([first, ...others], wanted));
    }),
});

/** The page of one arm, or no row at all when another arm holds any. */
const alone = ({ rows }: Walk, others: readonly Walk[]): RawBuilder<ListedRow> =>
  rows(
    sql.join(ticketColumns.map((column) => sql.ref(`tickets.${column}`))),
    others.map(({ any }) => sql`${any} is null`),
  );

/** Each arm walks its own index, and only the page's own rows are looked up. */
const merged = (walks: readonly Walk[], { sort, limit }: Wanted): RawBuilder<ListedRow> => {
  const parts = walks.map(({ rows, audience }, index) => {
    const keys = rows(sql`id as ticket_id, ${sortKeys(sort, audience)}`, []);
    return sql`select * from (${keys}) as ${sql.ref(`part_${index}`)}`;
  });
  const order = mergedOrder(sort);
  return sql<ListedRow>`
    select /*+ join_fixed_order() index(tickets primary) */ tickets.*, found.*
    from (${sql.join(parts, sql` union all `)} order by ${order} limit ${sql.lit(limit + 1)}) as found
    cross join tickets on tickets.id = found.ticket_id
    order by ${order}`;
};

type Conditions = readonly RawBuilder<SqlBool>[];

type Walk = {
  readonly audience: Audience;
  /** One row more than a page holds, which tells whether there is another page. */
  readonly rows: (columns: RawBuilder<unknown>, provided: Conditions) => RawBuilder<ListedRow>;
  /** Null when there are no rows. */
  readonly any: RawBuilder<unknown>;
};

const walk = ({ dialect }: Session, arm: Arm, { filter, sort, after, limit }: Wanted): Walk => {
  const { audience, hint, from } = arm;
  const conditions = [
    ...arm.conditions,
    ...filterConditions(filter, audience, dialect),
    ...(after === undefined ? [] : [behind(sort, after, audience, dialect)]),
  ];
  return {
    audience,
    rows: (columns, provided) => sql`
      select ${hint} ${columns} from ${from} ${where([...provided, ...conditions])}
      order by ${orderBy(sort, audience)} limit ${sql.lit(limit + 1)}`,
    any: sql`(select ${hint} 1 from ${from} ${where(conditions)} limit 1)`,
  };
};

const where = (conditions: Conditions): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;
