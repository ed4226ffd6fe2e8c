import { AsyncLocalStorage } from 'node:async_hooks';
import { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import type { Whose } from './principal-changes.ts';

/**
 * How long a change is looked for again, in milliseconds: numbers are given before the commit, so a lower one may appear
 * after a higher one, but not later than its transaction can last.
 */
const overlapMs = 60_000;

/** Reads what changed since it was last asked; each change is told once. */
export const principalNews = (session: Session): (() => Promise<readonly Whose[]>) => {
  /** When each change above the floor was first seen. */
  const seen = new Map<number, number>();
  let floor: number | undefined;
  // whoever happens to ask may be inside a transaction of their own
  const outside = AsyncLocalStorage.snapshot();

  const raiseFloor = (now: number): void => {
    for (const [n, at] of seen) {
      if (now - at < overlapMs) return;
      floor = Math.max(floor ?? 0, n);
      seen.delete(n);
    }
  };

  return async () => {
    floor ??= await outside(() => firstFloor(session));
    const since = floor;
    const rows = await outside(() =>
      session.read((db) =>
        db.selectFrom('principal_changes').select(['n', 'user_id']).where('n', '>', since).execute(),
      ),
    );
    const now = performance.now();
    const fresh = rows.filter(({ n }) => !seen.has(Number(n)));
    for (const { n } of fresh) seen.set(Number(n), now);
    raiseFloor(now);
    return fresh.map(({ user_id: user }) => (user === '' ? 'everybody' : UserId(user)));
  };
};

/** Nothing that is still to be committed has a number up to this one. */
const firstFloor = async (session: Session): Promise<number> => {
  const settled = session.dialect.toMoment(new Date(Date.now() - overlapMs));
  const row = await session.read((db) =>
    db
      .selectFrom('principal_changes')
      .select(({ fn }) => fn.max<number | string | null>('n').as('n'))
      .where('at', '<', settled)
      .executeTakeFirst(),
  );
  return Number(row?.n ?? 0);
};
