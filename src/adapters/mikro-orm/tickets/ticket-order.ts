import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ListPosition, TicketSort } from '#application/ports/ticket-list.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { Dialect } from '../dialect.ts';

/** Whose values order tickets: those that an audience sees, or those that a tag keeps of what staff see. */
export type Ordering = Audience | 'tag';

type Column = {
  readonly name: (ordering: Ordering) => string;
  readonly down: boolean;
  readonly moment: boolean;
};

/** What tells when a ticket was last updated. */
export const updatedIn = (ordering: Ordering): string =>
  ({ staff: 'updated_at', customer: 'public_updated_at', tag: 'ticket_updated_at' })[ordering];

const updated: Column = {
  name: updatedIn,
  down: true,
  moment: true,
};
const opened: Column = { name: () => 'opened_at', down: true, moment: true };
const pressing: Column = {
  name: (to) => (to === 'customer' ? 'opened_priority' : 'priority'),
  down: true,
  moment: false,
};
const waiting: Column = { name: () => 'waiting_since', down: false, moment: true };
const number: Column = { name: () => 'number', down: false, moment: false };
const id = (down: boolean): Column => ({
  name: (to) => (to === 'tag' ? 'ticket_id' : 'id'),
  down,
  moment: false,
});

/** Each order ends with the id, so that no two tickets share a place. */
const orders: Record<TicketSort, readonly Column[]> = {
  '-updatedAt': [updated, id(true)],
  '-openedAt': [opened, id(true)],
  waiting: [pressing, waiting, id(false)],
  number: [number],
};

/** What orders the rows. */
export const orderBy = (sort: TicketSort, ordering: Ordering): RawBuilder<unknown> =>
  sql.join(orders[sort].map(({ name, down }) => directed(name(ordering), down)));

/** The values that order a row, under names that every ordering shares. */
export const sortKeys = (sort: TicketSort, ordering: Ordering): RawBuilder<unknown> =>
  sql.join(
    orders[sort].map(({ name }, index) => sql`${sql.ref(name(ordering))} as ${sql.ref(sharedName(index))}`),
  );

/** The same order over those shared names. */
export const mergedOrder = (sort: TicketSort): RawBuilder<unknown> =>
  sql.join(orders[sort].map(({ down }, index) => directed(sharedName(index), down)));

/** Where a row stands in the order, by those shared names. */
export const positionOf = (
  sort: TicketSort,
  row: Readonly<Record<string, unknown>>,
  dialect: Dialect,
): ListPosition => ({
  keys: orders[sort].map(({ moment }, index) => {
    const value = row[sharedName(index)] as string | number;
    return moment ? dialect.fromMoment(value).getTime() : value;
  }),
});

type SortValue = string | number;

/** What a position holds, by the names that every ordering shares. */
export type SortValues = Readonly<Record<string, SortValue>>;

/** A position as the database compares it. */
export const sortValues = (sort: TicketSort, { keys }: ListPosition, dialect: Dialect): SortValues =>
  Object.fromEntries(
    orders[sort].map(({ moment }, index) => {
      const key = keys[index] ?? 0;
      return [sharedName(index), moment ? dialect.toMoment(new Date(Number(key))) : key];
    }),
  );

const sharedName = (index: number): string => `sort_${index}`;

/**
 * The rows behind a position. MySQL makes ranges of an index out of the exact comparison; the bound before it says no
 * more, but SQLite enters its index by that.
 */
export const behind = (
  sort: TicketSort,
  ordering: Ordering,
  value: (name: string) => SortValue,
): RawBuilder<SqlBool> => {
  const [first, ...rest] = orders[sort].map(
    ({ name, down }, index): Compared => ({
      column: sql.ref(name(ordering)),
      beyond: down ? sql`<` : sql`>`,
      value: value(sharedName(index)),
    }),
  );
  if (first === undefined) throw new TypeError(`the order ${sort} has no keys`);
  const exact = beyond(first, rest);
  return rest.length === 0 ? exact : sql`(${first.column} ${first.beyond}= ${first.value} and ${exact})`;
};

type Compared = {
  readonly column: RawBuilder<unknown>;
  readonly beyond: RawBuilder<unknown>;
  readonly value: SortValue;
};

const beyond = (
  { column, beyond: is, value }: Compared,
  [next, ...rest]: readonly Compared[],
): RawBuilder<SqlBool> =>
  next === undefined
    ? sql`${column} ${is} ${value}`
    : sql`(${column} ${is} ${value} or (${column} = ${value} and ${beyond(next, rest)}))`;

const directed = (name: string, down: boolean): RawBuilder<unknown> =>
  down ? sql`${sql.ref(name)} desc` : sql`${sql.ref(name)} asc`;
