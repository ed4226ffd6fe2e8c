import type { SecondFactorStore } from '#application/ports/second-factor-store.ts';
import type { SecretBox } from '#application/ports/secret-box.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { noteRevocation } from './principal-changes.ts';

const purpose = (user: UserId): string => `second factor of ${user}`;

/** Second factors, their secrets sealed, and recovery codes; meant to be used inside a transaction. */
export const mikroOrmSecondFactorStore = (session: Session, secretBox: SecretBox): SecondFactorStore => ({
  async of(user) {
    const row = await session
      .db()
      .selectFrom('second_factors')
      .selectAll()
      .where('user_id', '=', user)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      secret: secretBox.open(row.sealed_secret, purpose(user)),
      activatedAt: row.activated_at === null ? undefined : session.dialect.fromMoment(row.activated_at),
      lastStep: row.last_step,
    };
  },

  async begin(user, secret, at) {
    const db = session.db();
    await db
      .deleteFrom('second_factors')
      .where('user_id', '=', user)
      .where('activated_at', 'is', null)
      .execute();
    await db
      .insertInto('second_factors')
      .values({
        user_id: user,
        sealed_secret: secretBox.seal(secret, purpose(user)),
        created_at: session.dialect.toMoment(at),
        activated_at: null,
        last_step: 0,
      })
      .execute();
  },

  async activate(user, step, at) {
    await session
      .db()
      .updateTable('second_factors')
      .set({ activated_at: session.dialect.toMoment(at), last_step: step })
      .where('user_id', '=', user)
      .execute();
    await noteRevocation(session, user);
  },

  async takeStep(user, step) {
    const { numUpdatedRows } = await session
      .db()
      .updateTable('second_factors')
      .set({ last_step: step })
      .where('user_id', '=', user)
      .where('last_step', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },

  async remove(user) {
    const db = session.db();
    await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute();
    await db.deleteFrom('second_factors').where('user_id', '=', user).execute();
    await noteRevocation(session, user);
  },

  async setRecoveryCodes(user, hashes) {
    const db = session.db();
    await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute();
    await db
      .insertInto('recovery_codes')
      .values(hashes.map((hash) => ({ user_id: user, hash })))
      .execute();
  },

  async takeRecoveryCode(user, hash) {
    const { numDeletedRows } = await session
      .db()
      .deleteFrom('recovery_codes')
      .where('user_id', '=', user)
      .where('hash', '=', hash)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  },

  async recoveryCodesLeft(user) {
    const { count } = await session
      .db()
      .selectFrom('recovery_codes')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .where('user_id', '=', user)
      .executeTakeFirstOrThrow();
    return Number(count);
  },
});
