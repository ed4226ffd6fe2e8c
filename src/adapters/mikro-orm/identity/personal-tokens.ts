import type { PersonalTokenList, PersonalTokenStore } from '#application/ports/personal-token-store.ts';
import type { Permission } from '#domain/access/permissions.ts';
import type { PersonalToken } from '#domain/identity/personal-token.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { Moment } from '../tables/columns.ts';

/** What a token that nobody used yet has in the column of its last use. */
const never = new Date(0);

/** Access tokens, each with its session; meant to be used inside a transaction. */
export const mikroOrmPersonalTokenStore = (session: Session): PersonalTokenStore => ({
  async add(token, { hash, address }) {
    const { toMoment } = session.dialect;
    const db = session.db();
    await db
      .insertInto('sessions')
      .values({
        id: token.id,
        user_id: token.user,
        created_at: toMoment(token.createdAt),
        last_used_at: toMoment(token.lastUsedAt ?? never),
        expires_at: toMoment(token.expiresAt),
        address,
        user_agent: '',
        revoked_at: null,
      })
      .execute();
    await db
      .insertInto('access_tokens')
      .values({ id: token.id, hash, name: token.name, permissions: JSON.stringify(token.permissions) })
      .execute();
  },
});

/** One's own access tokens, newest first: ids rise with time. */
export const mikroOrmPersonalTokenList = (session: Session): PersonalTokenList => ({
  page: (user, { at, after, limit }) =>
    session.read(async () => {
      const rows = await tokensOf(session, user, at)
        .$if(after !== undefined, (query) => query.where('sessions.id', '<', after ?? ''))
        .orderBy('sessions.id', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map((row) => toToken(row, session.dialect));
      return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
    }),

  find: (user, id, at) =>
    session.read(async () => {
      const row = await tokensOf(session, user, at).where('sessions.id', '=', id).executeTakeFirst();
      return row && toToken(row, session.dialect);
    }),
});

const tokensOf = (session: Session, user: UserId, at: Date) =>
  session
    .db()
    .selectFrom('sessions')
    .innerJoin('access_tokens', 'access_tokens.id', 'sessions.id')
    .select([
      'sessions.id',
      'sessions.user_id',
      'sessions.created_at',
      'sessions.expires_at',
      'sessions.last_used_at',
      'access_tokens.name',
      'access_tokens.permissions',
    ])
    .where('sessions.user_id', '=', user)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', session.dialect.toMoment(at));

type TokenRow = {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: Moment;
  readonly expires_at: Moment;
  readonly last_used_at: Moment;
  readonly name: string;
  readonly permissions: string;
};

const toToken = (row: TokenRow, { fromMoment }: Dialect): PersonalToken => {
  const lastUsedAt = fromMoment(row.last_used_at);
  return {
    id: SessionId(row.id),
    user: UserId(row.user_id),
    name: row.name,
    // only permissions that there are were ever stored
    permissions: JSON.parse(row.permissions) as readonly Permission[],
    createdAt: fromMoment(row.created_at),
    expiresAt: fromMoment(row.expires_at),
    lastUsedAt: lastUsedAt.getTime() === never.getTime() ? undefined : lastUsedAt,
  };
};
