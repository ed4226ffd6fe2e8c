import { AddressTaken, ExternalIdTaken, type UserStore } from '#application/ports/user-store.ts';
import type { Grant } from '#domain/access/actor.ts';
import type { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { noteNewName } from './author-names.ts';
import { noteChange, noteRevocation } from './principal-changes.ts';
import { toGrantRows, toUser, toUsers, usersWithGrants } from './user-mapping.ts';

/** People, their grants and password hashes; meant to be used inside a transaction. */
export const mikroOrmUserStore = (session: Session): UserStore => ({
  find: async (id) => toUser(await users(session).where('users.id', '=', id).execute(), session.dialect),

  among: async (ids) =>
    ids.length === 0
      ? []
      : toUsers(await users(session).where('users.id', 'in', ids).execute(), session.dialect),

  async hold(id) {
    const query = users(session).where('users.id', '=', id);
    const rows = await (session.dialect.locksRows ? query.forUpdate(['users', 'grants']) : query).execute();
    return toUser(rows, session.dialect);
  },

  withEmail: async (email) =>
    toUser(await users(session).where('users.email', '=', email).execute(), session.dialect),

  withExternalId: async (externalId) =>
    toUser(await users(session).where('users.external_id', '=', externalId).execute(), session.dialect),

  async add(user) {
    await insertUser(session, user);
    await insertGrants(session, user.id, user.grants);
  },

  async replace({ id, externalId, firstName, lastName, status, availability, mutedLetters, grants }) {
    const db = session.db();
    const found = users(session).where('users.id', '=', id);
    const before = toUser(
      await (session.dialect.locksRows ? found.forUpdate() : found).execute(),
      session.dialect,
    );
    if (before?.firstName !== firstName || before.lastName !== lastName) await noteNewName(session);
    await namingTaken(session, () =>
      db
        .updateTable('users')
        .set({
          ...{ external_id: externalId ?? null, first_name: firstName, last_name: lastName, status },
          availability: availability ?? 'available',
          muted_letters: (mutedLetters ?? []).join(' '),
        })
        .where('id', '=', id)
        .execute(),
    );
    await db.deleteFrom('grants').where('user_id', '=', id).execute();
    await insertGrants(session, id, grants);
    const isSame = before?.status === status && isSameGrants(before.grants, grants);
    // nobody but who is active can be signed in
    await (isSame || before?.status !== 'active' ? noteChange : noteRevocation)(session, id);
  },

  async passwordHash(id) {
    const row = await session
      .db()
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.password_hash ?? undefined;
  },

  async setPasswordHash(id, hash) {
    await session.db().updateTable('users').set({ password_hash: hash }).where('id', '=', id).execute();
  },

  async count() {
    const { count } = await session
      .db()
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  },
});

const users = (session: Session) =>
  usersWithGrants(session.db()).orderBy('grants.role').orderBy('grants.queue_id');

const isSameGrants = (some: readonly Grant[], others: readonly Grant[]): boolean => {
  const named = (grants: readonly Grant[]) => new Set(grants.map((grant) => JSON.stringify(grant)));
  return named(some).symmetricDifference(named(others)).size === 0;
};

const insertUser = (session: Session, user: User): Promise<unknown> =>
  namingTaken(session, () =>
    session
      .db()
      .insertInto('users')
      .values({
        id: user.id,
        kind: user.kind ?? 'person',
        external_id: user.externalId ?? null,
        email: user.email,
        first_name: user.firstName,
        last_name: user.lastName,
        status: user.status,
        availability: user.availability ?? 'available',
        password_hash: null,
        created_at: session.dialect.toMoment(user.createdAt),
      })
      .execute(),
  );

/** Tells which of the two names of a person was somebody else's; engines name the index or the column last. */
const namingTaken = async <Result>(session: Session, write: () => Promise<Result>): Promise<Result> => {
  try {
    return await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    const isExternal =
      error instanceof Error && /(?:ux_users_external'|users\.external_id)$/.test(error.message);
    throw isExternal
      ? new ExternalIdTaken('the external id is taken', { cause: error })
      : new AddressTaken('the address is taken', { cause: error });
  }
};

const insertGrants = async (session: Session, user: UserId, grants: readonly Grant[]): Promise<void> => {
  if (grants.length > 0) await session.db().insertInto('grants').values(toGrantRows(user, grants)).execute();
};
