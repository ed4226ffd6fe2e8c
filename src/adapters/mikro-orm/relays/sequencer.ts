import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '#application/ports/clock.ts';
import type { Sequencer } from '#application/ports/feed.ts';
import { after } from '#domain/shared/duration.ts';
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
  /** How long another node waits for this one to come back. */
  readonly leaseMs: number;
};

const lease = 'sequencer';

/**
 * Stamps committed facts. Lease, counter and positions are one transaction, so positions have no gap, appear in their
 * order, and nobody stamps who is not the holder while it commits.
 */
export const mikroOrmSequencer = (
  session: Session,
  { clock, holder, leaseMs }: SequencerOptions,
): Sequencer => ({
  async stamp(limit) {
    // an idle node writes nothing
    if ((await unstamped(session, 1)).length === 0) return 0;
    return session.transaction(async () => {
      const now = clock.now();
      const held = await holdLease(session, { name: lease, holder, now, until: after(now, leaseMs) });
      if (!held) return 0;
      const rows = stampingOrder(await unstamped(session, limit));
      if (rows.length > 0) await stamp(session, rows);
      return rows.length;
    });
  },

  release: () => endLease(session, lease, holder, clock.now()),
});

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

const stamp = async (session: Session, rows: readonly Unstamped[]): Promise<void> => {
  const from = await counterAt(session, positions);
  if (!(await moveCounter(session, positions, { from, to: from + rows.length }))) {
    throw new Error('positions were given out by somebody who does not hold the lease');
  }
  await session
    .db()
    .updateTable('facts')
    .set({ position: sql<number>`coalesce(position, ${positionOf(rows, from)})` })
    .where((is) =>
      is.or(rows.map(({ ticket_id, seq }) => is.and([is('ticket_id', '=', ticket_id), is('seq', '=', seq)]))),
    )
    .execute();
  session.afterCommit('facts');
};

const positionOf = (rows: readonly Unstamped[], from: number): RawBuilder<number> => {
  const cases = rows.map(
    ({ ticket_id, seq }, index) =>
      sql`when ticket_id = ${ticket_id} and seq = ${seq} then ${sql.lit(from + index + 1)}`,
  );
  return sql<number>`case ${sql.join(cases, sql` `)} end`;
};
