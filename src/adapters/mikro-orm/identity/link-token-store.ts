import type { LinkToken, LinkTokenStore } from '#application/ports/link-token-store.ts';
import { UserId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';

/** Tokens of mailed links; meant to be used inside a transaction. */
export const mikroOrmLinkTokenStore = (session: Session): LinkTokenStore => ({
  async add({ hash, user, purpose, expiresAt }) {
    await session
      .db()
      .insertInto('link_tokens')
      .values({ hash, user_id: user, purpose, expires_at: session.dialect.toMoment(expiresAt) })
      .execute();
  },

  async take(hash) {
    const db = session.db();
    const row = await db.selectFrom('link_tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
    if (row === undefined) return undefined;
    const { numDeletedRows } = await db
      .deleteFrom('link_tokens')
      .where('hash', '=', hash)
      .executeTakeFirstOrThrow();
    // whoever deleted it first has it
    if (numDeletedRows !== 1n) return undefined;
    return {
      hash,
      user: UserId(row.user_id),
      purpose: purposeOf(row.purpose),
      expiresAt: session.dialect.fromMoment(row.expires_at),
    };
  },

  async removeAllOf(user) {
    await session.db().deleteFrom('link_tokens').where('user_id', '=', user).execute();
  },
});

const purposeOf = (raw: string): LinkToken['purpose'] => {
  if (raw !== 'password-reset' && raw !== 'invitation') throw new CorruptRow('link_tokens', '-', raw);
  return raw;
};
