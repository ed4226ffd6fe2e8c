import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { TicketList, TicketSort } from '#application/ports/ticket-list.ts';
import type { Visibility } from '#domain/access/visibility.ts';
import { recent } from '../recent.ts';
import type { Session } from '../session.ts';
import { type SlotOf, type Statement, statement } from '../statement.ts';
import type { Tables } from '../tables/tables.ts';
import { type Arm, armsOf } from './list-arms.ts';
import { skimming } from './skimmed-arm.ts';
import { filterConditions } from './ticket-filter.ts';
import { type TicketRow, ticketColumns, toStored } from './ticket-mapping.ts';
import {
  behind,
  mergedOrder,
  orderBy,
  positionOf,
  type SortValues,
  sortKeys,
  sortValues,
} from './ticket-order.ts';

type Wanted = Parameters<TicketList['page']>[1];
/** A ticket at one point of its history: no two states of a ticket share a version. */
type Point = { readonly id: string; readonly version: number };
type Key = Point & Readonly<Record<string, unknown>>;
type KeyedRow = TicketRow & Key;

/** Enough for what a busy desk looks at, in a few megabytes. */
const enoughTickets = 2000;
/** Lists that differ in who looks, for what or in which order. */
const enoughPlans = 250;

/**
 * Lists tickets by keyset. One statement finds which tickets are on the page, at which version, from indexes alone
 * where they hold it; it reads no more rows than the page has, times the arms it takes. What is not known at that
 * version is read by a second one, and should it have moved on between the two, the whole page by a third.
 */
export const mikroOrmTicketList = (session: Session): TicketList => {
  // they never answer by themselves: the database names the version it wants
  const known = recent<StoredTicket>(enoughTickets);
  const plans = recent<Plan>(enoughPlans);

  const planOf = (visible: Visibility, wanted: Wanted): Plan => {
    const { filter, sort, after, limit } = wanted;
    const shape = JSON.stringify([visible, filter, sort, limit, after === undefined]);
    const plan = plans.get(shape) ?? planFor(session, visible, wanted);
    plans.set(shape, plan);
    return plan;
  };

  const keysOf = async (plan: Plan, values: SortValues): Promise<Found> => {
    let found: Found = { rows: [], whole: undefined };
    for (const { keys, whole, isEnough } of plan) {
      const [rows] = await session.ask((on) => [keys(on, values)]);
      found = { rows, whole };
      if (isEnough(rows)) break;
    }
    return found;
  };

  const ticketsAt = async (db: Kysely<Tables>, points: readonly Point[]) => {
    const tickets = new Map<string, StoredTicket>();
    const unknown: string[] = [];
    for (const point of points) {
      const stored = known.get(point.id);
      if (stored?.version !== point.version) unknown.push(point.id);
      else tickets.set(point.id, stored);
    }
    if (unknown.length > 0) {
      const rows = await db.selectFrom('tickets').select(ticketColumns).where('id', 'in', unknown).execute();
      for (const row of rows) {
        const stored = toStored(row, session.dialect);
        known.set(row.id, stored);
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
        const { sort, after, limit } = wanted;
        const values = after === undefined ? {} : sortValues(sort, after, session.dialect);
        const { rows, whole } = await keysOf(planOf(visible, wanted), values);
        const items = await ticketsAt(db, rows.slice(0, limit));
        if (items.every((item) => item !== undefined)) return { items, next: nextOf(rows, wanted, session) };
        if (whole === undefined) return { items: [], next: undefined };
        const page = (await db.executeQuery(whole(db, values))).rows;
        return {
          items: page.slice(0, limit).map((row) => toStored(row, session.dialect)),
          next: nextOf(page, wanted, session),
        };
      }),
  };
};

type Found = { readonly rows: readonly Key[]; readonly whole: Step['whole'] | undefined };

/** The statements of a list, tried in turn until one finds enough. */
type Plan = readonly Step[];

type Step = {
  /** Finds which tickets are on a page. */
  readonly keys: Statement<SortValues, Key>;
  /** Finds the same page with everything that makes its tickets. */
  readonly whole: Statement<SortValues, KeyedRow>;
  /** Whether what it found is the page. */
  readonly isEnough: (rows: readonly Key[]) => boolean;
};

const planFor = (session: Session, visible: Visibility, wanted: Wanted): Plan => {
  const { staff, customer } = armsOf(visible, wanted.filter, wanted.sort);
  const keysOf = (found: (walks: readonly Walk[]) => RawBuilder<Key>, slot: SlotOf<SortValues>) =>
    found([...staff, ...customer].map((arm) => walk(session, arm, wanted, slot)));
  const step = (found: (walks: readonly Walk[]) => RawBuilder<Key>): Step => ({
    keys: statement((db, slot) => keysOf(found, slot).compile(db)),
    whole: statement((db, slot) => wholeOf(keysOf(found, slot), wanted).compile(db)),
    isEnough: (rows) => rows.length > 0,
  });
  const arms = staff.length + customer.length;
  if (arms === 0) return [];
  const all = step((walks) => (arms === 1 ? alone(walks) : merged(walks, wanted)));
  // SQLite would ask with every row what MySQL asks once
  if (session.dialect.name !== 'mysql') return [all];
  // nearly nobody is staff here and a customer elsewhere
  if (arms > 1 && staff.length === 1) return [step(alone), all];
  const skim = skimming(visible, wanted);
  if (skim === undefined) return [all];
  const skimmed = statement<SortValues, Key>((db, slot) => {
    const walks = customer.map((arm) => walk(session, arm, wanted, slot));
    return skimmedPage(walk(session, skim(slot), wanted, slot), walks, wanted).compile(db);
  });
  return [{ keys: skimmed, whole: all.whole, isEnough: (rows) => isSkimmedPage(rows, wanted) }, all];
};

/** Where the next page begins, which the one row too many tells to be there. */
const nextOf = (rows: readonly Key[], { sort, limit }: Wanted, { dialect }: Session) => {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? positionOf(sort, last, dialect) : undefined;
};

/** The page of the first arm, or no row at all when another arm holds any. */
const alone = ([first, ...others]: readonly Walk[]): RawBuilder<Key> => {
  if (first === undefined) throw new TypeError('a list without arms');
  return first.select(pointColumns)(others.map(({ any }) => sql`${any} is null`));
};

/** Each arm walks its own index. Where that tells no version, only those are asked for it that are on the page. */
const merged = (walks: readonly Walk[], { sort, limit }: Wanted): RawBuilder<Key> => {
  const isTold = tellsVersion(sort);
  const parts = walks.map(
    ({ select }, index) =>
      sql`select * from (${select(isTold ? pointColumns : sql`tickets.id`)([])}) as ${sql.ref(`part_${index}`)}`,
  );
  const found = sql<Key>`${sql.join(parts, sql` union all `)} order by ${mergedOrder(sort)} limit ${sql.lit(limit + 1)}`;
  return isTold ? found : withTickets(found, sql`tickets.version`, sort);
};

/** The page among what was skimmed and what else is seen, with how much was skimmed. */
const skimmedPage = (skimmed: Walk, others: readonly Walk[], { sort, limit }: Wanted): RawBuilder<Key> => {
  const parts = [
    skimmed.select(sql`tickets.id, tickets.version, count(*) over () as skimmed`)([]),
    ...others.map(({ select }) => select(sql`tickets.id, tickets.version, 0 as skimmed`)([])),
  ].map((rows, index) => sql`select * from (${rows}) as ${sql.ref(`part_${index}`)}`);
  return sql<Key>`${sql.join(parts, sql` union all `)} order by ${mergedOrder(sort)} limit ${sql.lit(limit + 1)}`;
};

/** Only behind as many as a page has may there be more that was not looked at. */
const isSkimmedPage = (rows: readonly Key[], { limit }: Wanted): boolean =>
  rows.some(({ skimmed }) => Number(skimmed) > limit);

/** What the indexes of an order hold beside it. */
const tellsVersion = (sort: TicketSort): boolean => sort === '-updatedAt';

/** The same page with everything that makes its tickets. */
const wholeOf = (keys: RawBuilder<Key>, { sort }: Wanted): RawBuilder<KeyedRow> =>
  withTickets(keys, sql`tickets.*`, sort);

/** What was found, in its order, with more of each ticket. */
const withTickets = <Row>(
  found: RawBuilder<unknown>,
  more: RawBuilder<unknown>,
  sort: TicketSort,
): RawBuilder<Row> => sql<Row>`
  select /*+ join_fixed_order() index(tickets primary) */ ${more}, found.*
  from (${found}) as found cross join tickets on tickets.id = found.id
  order by ${mergedOrder(sort)}`;

type Conditions = readonly RawBuilder<SqlBool>[];

const pointColumns = sql`tickets.id, tickets.version`;

type Walk = {
  /** One row more than a page holds, which tells whether there is another page; with the columns wanted beside its place. */
  readonly select: (columns: RawBuilder<unknown>) => (provided: Conditions) => RawBuilder<Key>;
  /** Null when there are no rows. */
  readonly any: RawBuilder<unknown>;
};

const walk = (
  { dialect }: Session,
  arm: Arm,
  { filter, sort, after, limit }: Wanted,
  slot: SlotOf<SortValues>,
): Walk => {
  const { audience, ordering = audience, hint, from } = arm;
  const conditions = [
    ...arm.conditions,
    ...filterConditions(filter, audience, ordering, dialect),
    ...(after === undefined ? [] : [behind(sort, ordering, slot)]),
  ];
  return {
    select: (columns) => (provided) =>
      sql<Key>`
    select ${hint} ${columns}, ${sortKeys(sort, ordering)} from ${from} ${where([...provided, ...conditions])}
    order by ${orderBy(sort, ordering)} limit ${sql.lit(limit + 1)}`,
    any: sql`(select ${hint} 1 from ${from} ${where(conditions)} limit 1)`,
  };
};

const where = (conditions: Conditions): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;
