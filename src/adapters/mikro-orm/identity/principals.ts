import type { Clock } from '#application/ports/clock.ts';
import { type Principal, type Principals, principalTtlMs } from '#application/ports/principals.ts';
import type { User } from '#domain/identity/user.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { type RecentlyKnown, recentlyKnown } from './recently-known.ts';
import { toUser, usersWithGrants } from './user-mapping.ts';

const capacity = 10_000;

/** Who is signed in: one question to the database for session, user and grants, then memory for a moment. */
export const mikroOrmPrincipals = (session: Session, clock: Clock): Principals => {
  const principals = recentlyKnown<Principal>({ clock, ttlMs: principalTtlMs, capacity });
  const users = recentlyKnown<User>({ clock, ttlMs: principalTtlMs, capacity });
  let forgotten = 0;

  /** An answer that was on its way when something was forgotten may be the old one: it is given, not remembered. */
  const remembered = async <Value>(
    known: RecentlyKnown<Value>,
    key: string,
    ask: () => Promise<Value | undefined>,
  ): Promise<Value | undefined> => {
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const before = forgotten;
    const fresh = await ask();
    if (fresh !== undefined && forgotten === before) known.set(key, fresh);
    return fresh;
  };

  return {
    ofSession: (id) => remembered(principals, id, () => principalOf(session, id, clock.now())),
    ofUser: (id) => remembered(users, id, () => userOf(session, id)),
    forgetSession(id) {
      forgotten += 1;
      principals.forget(id);
    },
    forgetUser(id) {
      forgotten += 1;
      users.forget(id);
      principals.forgetWhere(({ user }) => user.id === id);
    },
  };
};

const principalOf = async (session: Session, id: SessionId, at: Date): Promise<Principal | undefined> => {
  const rows = await session.read((db) =>
    usersWithGrants(db)
      .innerJoin('sessions', 'sessions.user_id', 'users.id')
      .where('sessions.id', '=', id)
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', session.dialect.toMoment(at))
      .where('users.status', '=', 'active')
      .orderBy('grants.role')
      .orderBy('grants.queue_id')
      .execute(),
  );
  const user = toUser(rows, session.dialect);
  return user && { session: id, user };
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
