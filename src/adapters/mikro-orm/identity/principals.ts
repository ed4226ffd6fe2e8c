import type { ChangeHint } from '#application/ports/change-hint.ts';
import type { Clock } from '#application/ports/clock.ts';
import { type Principal, type Principals, principalTtlMs } from '#application/ports/principals.ts';
import type { Permission } from '#domain/access/permissions.ts';
import type { User } from '#domain/identity/user.ts';
import { SessionId, type UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import type { Whose } from './principal-changes.ts';
import { principalNews } from './principal-news.ts';
import { type RecentlyKnown, recentlyKnown } from './recently-known.ts';
import { trust } from './trust.ts';
import { toUser, usersWithGrants } from './user-mapping.ts';

const capacity = 10_000;

/**
 * Who is signed in: one question to the database for session, user and grants, then memory for a moment. Memory is
 * believed as long as it was compared with what changed, for everybody at once, a moment ago.
 */
export const mikroOrmPrincipals = (
  session: Session,
  { clock, changes }: { readonly clock: Clock; readonly changes: ChangeHint },
): Principals => {
  const forAMoment = { clock, ttlMs: principalTtlMs, capacity };
  const principals = recentlyKnown<Principal>(forAMoment);
  const tokens = recentlyKnown<Principal>(forAMoment);
  const users = recentlyKnown<User>(forAMoment);
  const news = principalNews(session);
  let forgotten = 0;

  const forget = (whose: Whose): void => {
    forgotten += 1;
    const isTheirs = ({ user }: Principal): boolean => whose === 'everybody' || user.id === whose;
    principals.forgetWhere(isTheirs);
    tokens.forgetWhere(isTheirs);
    users.forgetWhere(({ id }) => whose === 'everybody' || id === whose);
  };
  const memory = trust(async () => (await news()).forEach(forget));
  changes.subscribe('principals', memory.lose);

  /** An answer that was on its way when something was forgotten may be the old one: it is given, not remembered. */
  const remembered = async <Value extends { readonly expiresAt?: Date }>(
    known: RecentlyKnown<Value>,
    key: string,
    ask: () => Promise<Value | undefined>,
  ): Promise<Value | undefined> => {
    const earning = memory.earned();
    if (earning !== undefined) await earning;
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const before = forgotten;
    const fresh = await ask();
    if (fresh !== undefined && forgotten === before) known.set(key, fresh, fresh.expiresAt);
    return fresh;
  };

  return {
    ofSession: (id) =>
      remembered(principals, id, () => principalOf(session, { column: 'sessions.id', is: id }, clock.now())),
    ofToken: (hash) =>
      remembered(tokens, hash, () =>
        principalOf(session, { column: 'access_tokens.hash', is: hash }, clock.now()),
      ),
    ofUser: (id) => remembered<User & { readonly expiresAt?: Date }>(users, id, () => userOf(session, id)),
    forgetSession(id) {
      forgotten += 1;
      principals.forget(id);
      tokens.forgetWhere((token) => token.session === id);
    },
    forgetUser: forget,
  };
};

type Which = { readonly column: 'sessions.id' | 'access_tokens.hash'; readonly is: string };

const principalOf = async (
  session: Session,
  { column, is }: Which,
  at: Date,
): Promise<Principal | undefined> => {
  const rows = await session.read((db) =>
    usersWithGrants(db)
      .innerJoin('sessions', 'sessions.user_id', 'users.id')
      .leftJoin('access_tokens', 'access_tokens.id', 'sessions.id')
      .leftJoin('second_factors', 'second_factors.user_id', 'users.id')
      .select([
        'sessions.id as session_id',
        'sessions.expires_at',
        'sessions.last_used_at',
        'access_tokens.permissions',
        'second_factors.activated_at',
      ])
      .where(column, '=', is)
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', session.dialect.toMoment(at))
      .where('users.status', '=', 'active')
      .orderBy('grants.role')
      .orderBy('grants.queue_id')
      .execute(),
  );
  const [row] = rows;
  const user = toUser(rows, session.dialect);
  if (row === undefined || user === undefined) return undefined;
  return {
    session: SessionId(row.session_id),
    user,
    expiresAt: session.dialect.fromMoment(row.expires_at),
    lastUsedAt: session.dialect.fromMoment(row.last_used_at),
    // only permissions that there are were ever stored
    limitedTo: row.permissions === null ? undefined : (JSON.parse(row.permissions) as readonly Permission[]),
    hasSecondFactor: row.activated_at !== null,
  };
};

const userOf = async (session: Session, id: UserId): Promise<User | undefined> => {
  const rows = await session.read((db) =>
    usersWithGrants(db)
      .where('users.id', '=', id)
      .orderBy('grants.role')
      .orderBy('grants.queue_id')
      .execute(),
  );
  return toUser(rows, session.dialect);
};
