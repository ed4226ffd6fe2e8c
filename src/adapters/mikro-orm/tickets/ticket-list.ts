import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { Session } from '../session.ts';
import { asksForStaffFields, filterConditions } from './ticket-filter.ts';
import { type TicketRow, toStored } from './ticket-mapping.ts';
import { behind, mergedOrder, orderBy, positionOf, sortKeys } from './ticket-order.ts';
import { type Branch, branchesOf } from './visibility-branches.ts';

type Wanted = Parameters<TicketList['page']>[1];
type ListedRow = TicketRow & Readonly<Record<string, unknown>>;

/** Lists tickets by keyset in one statement: a branch for each way of seeing them, each along its own index. */
export const mikroOrmTicketList = (session: Session): TicketList => ({
  page: (visible, wanted) =>
    session.read(async (db) => {
      const { filter, sort, limit } = wanted;
      const branches = branchesOf(visible).filter(
        ({ audience }) => audience === 'staff' || !asksForStaffFields(filter),
      );
      if (branches.length === 0) return { items: [], next: undefined };
      const { rows } = await statement(session, branches, wanted).execute(db);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => toStored(row, session.dialect)),
        next: rows.length > limit && last ? positionOf(sort, last, session.dialect) : undefined,
      };
    }),
});

/** Each branch gives one row more than a page, so merging them tells whether there is more. */
const statement = (
  { dialect }: Session,
  branches: readonly Branch[],
  wanted: Wanted,
): RawBuilder<ListedRow> => {
  const { filter, sort, after, limit } = wanted;
  const most = sql.lit(limit + 1);
  const parts = branches.map(({ audience, conditions }, index) => {
    const where = and([
      ...conditions,
      ...filterConditions(filter, audience, dialect),
      ...(after === undefined ? [] : [behind(sort, after, audience, dialect)]),
    ]);
    const order = orderBy(sort, audience);
    return sql<ListedRow>`select * from (
      select tickets.*, ${sortKeys(sort, audience)} from tickets where ${where} order by ${order} limit ${most}
    ) as ${sql.ref(`part_${index}`)}`;
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return sql<ListedRow>`${sql.join(parts, sql` union all `)} order by ${mergedOrder(sort)} limit ${most}`;
};

const and = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`1 = 1` : sql.join([...conditions], sql` and `);
