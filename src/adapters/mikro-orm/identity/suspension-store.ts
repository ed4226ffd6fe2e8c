import type { SuspensionStore } from '#application/ports/suspension-store.ts';
import type { StandingBefore } from '#domain/identity/suspension.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';

/** Suspensions; meant to be used inside a transaction that holds their user. */
export const mikroOrmSuspensionStore = (session: Session): SuspensionStore => ({
  async add({ user, before, at, by }) {
    await session
      .db()
      .insertInto('suspensions')
      .values({
        user_id: user,
        status_before: before,
        suspended_at: session.dialect.toMoment(at),
        suspended_by: by,
      })
      .execute();
  },

  async take(user) {
    const row = await session
      .db()
      .selectFrom('suspensions')
      .select('status_before')
      .where('user_id', '=', user)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await session.db().deleteFrom('suspensions').where('user_id', '=', user).execute();
    return standingOf(user, row.status_before);
  },
});

const standingOf = (user: string, raw: string): StandingBefore => {
  if (raw === 'active' || raw === 'invited' || raw === 'unverified') return raw;
  throw new CorruptRow('suspensions', user, raw);
};
