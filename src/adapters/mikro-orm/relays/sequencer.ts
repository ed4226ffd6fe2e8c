import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Clock } from '#application/ports/clock.ts';
import type { Sequencer } from '#application/ports/feed.ts';
import { after } from '#domain/shared/duration.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { type SlotOf, statement } from '../statement.ts';
import type { RowOf, Tables } from '../tables/tables.ts';
import { countersIn } from './counter.ts';
import { endLease, leaseHolder } from './lease.ts';
import { stampingOrder, type Unstamped } from './stamping-order.ts';

/** The name of the counter that gives out positions. */
export const positions = 'positions';

export type SequencerOptions = {
  readonly clock: Clock;
  /** Names this node. */
  readonly holder: string;
  /** How long another node waits for this one to come back, at most; at least half of it. */
  readonly leaseMs: number;
};

const lease = 'sequencer';

/** Facts that had no positions when the counter stood at `head`. */
type Seen = { readonly head: number; readonly rows: readonly Unstamped[] };

/**
 * Stamps committed facts. Lease, counter and positions are one transaction, so positions have no gap, appear in their
 * order, and nobody stamps who is not the holder while it commits. Whoever stamps moves the counter: while it stands
 * where this node left it, what was read since is still unstamped, and is not read again under the lease.
 */
export const mikroOrmSequencer = (
  session: Session,
  { clock, holder, leaseMs }: SequencerOptions,
): Sequencer => {
  let left: number | undefined;
  const counters = countersIn(session);
  const unstamped = unstampedIn(session);
  const holdLease = leaseHolder(session);

  /** @returns false, with nothing written, when the counter has moved since. */
  const stamp = async ({ head, rows }: Seen): Promise<boolean> => {
    if (!(await counters.move(positions, { from: head, to: head + rows.length }))) return false;
    const order = stampingOrder(rows).map((row, index) => ({ ...row, position: head + index + 1 }));
    for (const table of ['facts', 'tombstones'] as const) {
      const places = order.filter((row) => row.in === table);
      if (places.length > 0)
        await session.later(placing(session.dialect, table, places).compile(session.db()));
    }
    session.afterCommit('feed');
    return true;
  };

  /** @returns what was stamped; `undefined` when another node holds the lease. */
  const underLease = async (before: Seen | undefined, limit: number): Promise<Seen | undefined> => {
    const now = clock.now();
    const held = await holdLease({ name: lease, holder, now, until: after(now, leaseMs) });
    if (!held) return undefined;
    if (before !== undefined && (await stamp(before))) return before;
    const seen = { head: await counters.at(positions), rows: await unstamped(limit) };
    if (seen.rows.length > 0 && !(await stamp(seen))) {
      throw new Error('positions were given out by somebody who does not hold the lease');
    }
    return seen;
  };

  return {
    async stamp(limit) {
      // must be known before the facts are read
      const head = left;
      const rows = await unstamped(limit);
      // an idle node writes nothing
      if (rows.length === 0) return 0;
      const before = head === undefined ? undefined : { head, rows };
      const stamped = await session.transaction(() => underLease(before, limit));
      if (stamped === undefined) return 0;
      left = stamped.head + stamped.rows.length;
      return stamped.rows.length;
    },

    release: () => endLease(session, lease, holder, clock.now()),
  };
};

type AtMost = { readonly limit: number };
type PlaceRow = Pick<RowOf<'facts'>, 'ticket_id' | 'seq' | 'at'>;

const unstampedIn = (session: Session) => {
  const facts = statement<AtMost, PlaceRow>((db, slot) => withoutPosition(db, 'facts', slot));
  const tombstones = statement<AtMost, PlaceRow>((db, slot) => withoutPosition(db, 'tombstones', slot));

  return async (limit: number): Promise<readonly Unstamped[]> => {
    const found = await session.read(() =>
      session.ask((db) => [facts(db, { limit }), tombstones(db, { limit })]),
    );
    const places = (['facts', 'tombstones'] as const).flatMap((place, index) =>
      (found[index] ?? []).map((row) => ({ ...row, in: place, at: session.dialect.fromMoment(row.at) })),
    );
    return places.slice(0, limit);
  };
};

/** The unique keys on `position` end in ticket and `seq`, so this order costs nothing. */
const withoutPosition = (db: Kysely<Tables>, table: Unstamped['in'], slot: SlotOf<AtMost>) =>
  db
    .selectFrom(table)
    .select(['ticket_id', 'seq', 'at'])
    .where('position', 'is', null)
    .orderBy('ticket_id')
    .orderBy('seq')
    .limit(slot('limit'));

type Placed = Unstamped & { readonly position: number };

/** Joined with a table of places: comparing each fact with each place would take the square of them. */
const placing = ({ name }: Dialect, into: Unstamped['in'], order: readonly Placed[]): RawBuilder<unknown> => {
  const row = name === 'mysql' ? sql`row` : sql``;
  const rows = order.map(({ ticket_id, seq, position }) => sql`${row}(${ticket_id}, ${seq}, ${position})`);
  const places = sql`with places (ticket_id, seq, position) as (values ${sql.join(rows)})`;
  const told = sql.table(into);
  const found = sql`${told}.ticket_id = places.ticket_id and ${told}.seq = places.seq`;
  return name === 'mysql'
    ? sql`${places} update /*+ join_order(places, ${told}) */ places join ${told} on ${found}
        set ${told}.position = places.position where ${told}.position is null`
    : sql`${places} update ${told} set position = places.position from places
        where ${found} and ${told}.position is null`;
};
