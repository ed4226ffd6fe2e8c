import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { TicketList } from '#application/ports/ticket-list.ts';
import type { Visibility } from '#domain/access/visibility.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { knownTickets, type Point } from './known-tickets.ts';
import { type Arm, armsOf } from './list-arms.ts';
import { filterConditions } from './ticket-filter.ts';
import { type TicketRow, ticketColumns, toStored } from './ticket-mapping.ts';
import { behind, mergedOrder, orderBy, positionOf, sortKeys } from './ticket-order.ts';

type Wanted = Parameters<TicketList['page']>[1];
type Key = Point & Readonly<Record<string, unknown>>;
type KeyedRow = TicketRow & Key;

/** Enough for what a busy desk looks at, in a few megabytes. */
const mostKnown = 4000;

/**
 * Lists tickets by keyset. One statement finds which tickets are on the page, at which version, from indexes alone
 * where they hold it; it reads no more rows than the page has, times the arms it takes. What is not known at that
 * version is read by a second one, and should it have moved on between the two, the whole page by a third.
 */
export const mikroOrmTicketList = (session: Session): TicketList => {
  const known = knownTickets(mostKnown);

  const keysOf = async (db: Kysely<Tables>, visible: Visibility, wanted: Wanted): Promise<Found> => {
    const { staff, customer } = armsOf(visible, wanted.filter, wanted.sort);
    const [first, ...others] = [...staff, ...customer].map((arm) => walk(session, arm, wanted));
    if (first === undefined) return { rows: [], statement: undefined };
    // nearly nobody is staff here and a customer elsewhere; SQLite would ask for that with every row
    if (others.length === 0 || (staff.length === 1 && session.dialect.name === 'mysql')) {
      const statement = alone(first, others);
      const { rows } = await statement.execute(db);
      if (rows.length > 0 || others.length === 0) return { rows, statement };
    }
    const statement = merged([first, ...others], wanted);
    return { rows: (await statement.execute(db)).rows, statement };
  };

  const ticketsAt = async (db: Kysely<Tables>, points: readonly Point[]) => {
    const tickets = new Map<string, StoredTicket>();
    const unknown: string[] = [];
    for (const point of points) {
      const stored = known.at(point);
      if (stored === undefined) unknown.push(point.id);
      else tickets.set(point.id, stored);
    }
    if (unknown.length > 0) {
      const rows = await db.selectFrom('tickets').select(ticketColumns).where('id', 'in', unknown).execute();
      for (const row of rows) {
        const stored = toStored(row, session.dialect);
        known.keep(stored);
        tickets.set(row.id, stored);
      }
    }
    return points.map(({ id, version }) => {
      const stored = tickets.get(id);
      return stored?.version === version ? stored : undefined;
    });
  };

  return {
    page: (visible, wanted) =>
      session.read(async (db) => {
        const { rows, statement } = await keysOf(db, visible, wanted);
        const items = await ticketsAt(db, rows.slice(0, wanted.limit));
        if (items.every((item) => item !== undefined)) return { items, next: nextOf(rows, wanted, session) };
        if (statement === undefined) return { items: [], next: undefined };
        const whole = (await wholeOf(statement, wanted).execute(db)).rows;
        return {
          items: whole.slice(0, wanted.limit).map((row) => toStored(row, session.dialect)),
          next: nextOf(whole, wanted, session),
        };
      }),
  };
};

type Found = { readonly rows: readonly Key[]; readonly statement: RawBuilder<Key> | undefined };

/** Where the next page begins, which the one row too many tells to be there. */
const nextOf = (rows: readonly Key[], { sort, limit }: Wanted, { dialect }: Session) => {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? positionOf(sort, last, dialect) : undefined;
};

/** The page of one arm, or no row at all when another arm holds any. */
const alone = ({ rows }: Walk, others: readonly Walk[]): RawBuilder<Key> =>
  rows(others.map(({ any }) => sql`${any} is null`));

/** Each arm walks its own index. */
const merged = (walks: readonly Walk[], { sort, limit }: Wanted): RawBuilder<Key> => {
  const parts = walks.map(
    ({ rows }, index) => sql`select * from (${rows([])}) as ${sql.ref(`part_${index}`)}`,
  );
  return sql<Key>`${sql.join(parts, sql` union all `)} order by ${mergedOrder(sort)} limit ${sql.lit(limit + 1)}`;
};

/** The same page with everything that makes its tickets. */
const wholeOf = (keys: RawBuilder<Key>, { sort }: Wanted): RawBuilder<KeyedRow> => sql<KeyedRow>`
  select /*+ join_fixed_order() index(tickets primary) */ tickets.*, found.*
  from (${keys}) as found cross join tickets on tickets.id = found.id
  order by ${mergedOrder(sort)}`;

type Conditions = readonly RawBuilder<SqlBool>[];

type Walk = {
  /** One row more than a page holds, which tells whether there is another page. */
  readonly rows: (provided: Conditions) => RawBuilder<Key>;
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
  const keys = sql`tickets.id, tickets.version, ${sortKeys(sort, audience)}`;
  return {
    rows: (provided) => sql`
      select ${hint} ${keys} from ${from} ${where([...provided, ...conditions])}
      order by ${orderBy(sort, audience)} limit ${sql.lit(limit + 1)}`,
    any: sql`(select ${hint} 1 from ${from} ${where(conditions)} limit 1)`,
  };
};

const where = (conditions: Conditions): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;
