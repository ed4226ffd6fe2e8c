import type { Session } from '../session.ts';
import { statement } from '../statement.ts';
import type { RowOf } from '../tables/tables.ts';

export type LeaseWish = {
  readonly name: string;
  readonly holder: string;
  readonly now: Date;
  readonly until: Date;
};

/**
 * Takes or keeps a lease inside the running transaction; keeping it writes only once less than half of it is left. Its
 * row stays locked until that ends, so whatever is written beside it is written by one holder at a time, also when
 * clocks differ and a lease seems to be over too early.
 * @returns false when somebody else holds it, or is about to.
 */
export type HoldLease = (wish: LeaseWish) => Promise<boolean>;

export const leaseHolder = (session: Session): HoldLease => {
  const named = statement<Pick<LeaseWish, 'name'>, RowOf<'leases'>>((db, slot) => {
    const query = db.selectFrom('leases').selectAll().where('name', '=', slot('name'));
    return session.dialect.locksRows ? query.forUpdate().skipLocked() : query;
  });
  return async (wish) => {
    const db = session.db();
    const [row] = (await db.executeQuery(named(db, wish))).rows;
    return row === undefined ? firstLease(session, wish) : nextLease(session, wish, row);
  };
};

const nextLease = async (session: Session, wish: LeaseWish, row: RowOf<'leases'>): Promise<boolean> => {
  const { dialect } = session;
  const expiresAt = dialect.fromMoment(row.expires_at);
  const isOurs = row.holder === wish.holder;
  if (!isOurs && expiresAt > wish.now && !isBeyondBelief(expiresAt, wish)) return false;
  if (!isOurs || !lastsLongEnough(expiresAt, wish)) {
    await session.later(
      session
        .db()
        .updateTable('leases')
        .set({ holder: wish.holder, expires_at: dialect.toMoment(wish.until) })
        .where('name', '=', wish.name),
    );
  }
  return true;
};

/**
 * Whoever took it has a clock that is far ahead of ours, and might be gone for as long as that. To take it while they are
 * not does no harm.
 */
const isBeyondBelief = (expiresAt: Date, { now, until }: LeaseWish): boolean =>
  expiresAt.getTime() - now.getTime() > 2 * (until.getTime() - now.getTime());

/** Half of it is left; more than all of it is left only when the clock was set back. */
const lastsLongEnough = (expiresAt: Date, { now, until }: LeaseWish): boolean => {
  const whole = until.getTime() - now.getTime();
  const left = expiresAt.getTime() - now.getTime();
  return left >= whole / 2 && left <= whole;
};

/** There is no row, or it is locked by whoever works under the lease right now. */
const firstLease = async (session: Session, { name, holder, until }: LeaseWish): Promise<boolean> => {
  const known = await session
    .db()
    .selectFrom('leases')
    .select('name')
    .where('name', '=', name)
    .executeTakeFirst();
  if (known !== undefined) return false;
  try {
    await session
      .db()
      .insertInto('leases')
      .values({ name, holder, expires_at: session.dialect.toMoment(until) })
      .execute();
    return true;
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    return false;
  }
};

/** Ends a lease before its time, if this holder has it. */
export const endLease = async (session: Session, name: string, holder: string, now: Date): Promise<void> => {
  await session.read((db) =>
    db
      .updateTable('leases')
      .set({ expires_at: session.dialect.toMoment(now) })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .execute(),
  );
};
