import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '#application/ports/clock.ts';
import type { Sequencer } from '#application/ports/feed.ts';
import { after } from '#domain/shared/duration.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { counterAt, moveCounter } from './counter.ts';
import { endLease, holdLease } from './lease.ts';
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

  /** @returns what was stamped; `undefined` when another node holds the lease. */
  const underLease = async (before: Seen | undefined, limit: number): Promise<Seen | undefined> => {
    const now = clock.now();
    const held = await holdLease(session, { name: lease, holder, now, until: after(now, leaseMs) });
    if (!held) return undefined;
    if (before !== undefined && (await stamp(session, before))) return before;
    const seen = { head: await counterAt(session, positions), rows: await unstamped(session, limit) };
    if (seen.rows.length > 0 && !(await stamp(session, seen))) {
      throw new Error('positions were given out by somebody who does not hold the lease');
    }
    return seen;
  };

  return {
    async stamp(limit) {
      // must be known before the facts are read
      const head = left;
      const rows = await unstamped(session, limit);
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

/** The unique key on `position` ends in ticket and `seq`, so this order costs nothing. */
const unstamped = (session: Session, limit: number): Promise<readonly Unstamped[]> =>
  session.read(async (db) => {
    const rows = await db
      .selectFrom('facts')
      .select(['ticket_id', 'seq', 'at'])
      .where('position', 'is', null)
      .orderBy('ticket_id')
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, at: session.dialect.fromMoment(row.at) }));
  });

/** @returns false, with nothing written, when the counter has moved since. */
const stamp = async (session: Session, { head, rows }: Seen): Promise<boolean> => {
  if (!(await moveCounter(session, positions, { from: head, to: head + rows.length }))) return false;
  const order = stampingOrder(rows).map((row, index) => ({ ...row, position: head + index + 1 }));
  await session.later(placing(session.dialect, order).compile(session.db()));
  session.afterCommit('feed');
  return true;
};

type Placed = Unstamped & { readonly position: number };

/** Joined with a table of places: comparing each fact with each place would take the square of them. */
const placing = ({ name }: Dialect, order: readonly Placed[]): RawBuilder<unknown> => {
  const row = name === 'mysql' ? sql`row` : sql``;
  const rows = order.map(({ ticket_id, seq, position }) => sql`${row}(${ticket_id}, ${seq}, ${position})`);
  const places = sql`with places (ticket_id, seq, position) as (values ${sql.join(rows)})`;
  const found = sql`facts.ticket_id = places.ticket_id and facts.seq = places.seq`;
  return name === 'mysql'
    ? sql`${places} update /*+ join_order(places, facts) */ places join facts on ${found}
        set facts.position = places.position where facts.position is null`
    : sql`${places} update facts set position = places.position from places
        where ${found} and facts.position is null`;
};
