import type {
  LiveRegistration,
  Registration,
  RegistrationStore,
} from '#application/ports/registration-store.ts';
import { UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Stands for a code or a password that there is none of. */
const none = '';

/** Unproven registrations; meant to be used inside a transaction that holds their user. */
export const mikroOrmRegistrationStore = (session: Session): RegistrationStore => ({
  async of(user) {
    const rows = await session
      .db()
      .selectFrom('registrations')
      .selectAll()
      .where('user_id', '=', user)
      .where('code_hash', '<>', none)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.map((row) => toRegistration(row, session.dialect));
  },

  async newestPasswordHash(user) {
    const newest = await session
      .db()
      .selectFrom('registrations')
      .select('password_hash')
      .where('user_id', '=', user)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return newest?.password_hash || undefined;
  },

  async add(registration) {
    await session
      .db()
      .insertInto('registrations')
      .values({ id: registration.id, ...toColumns(registration, session.dialect) })
      .execute();
  },

  async replace(registration) {
    await session
      .db()
      .updateTable('registrations')
      .set(toColumns(registration, session.dialect))
      .where('id', '=', registration.id)
      .execute();
  },

  async voidAllOf(user) {
    await session
      .db()
      .updateTable('registrations')
      .set({ code_hash: none })
      .where('user_id', '=', user)
      .execute();
  },

  async removeExpiredOf(user, at) {
    await session
      .db()
      .deleteFrom('registrations')
      .where('user_id', '=', user)
      .where('code_expires_at', '<=', session.dialect.toMoment(at))
      .execute();
  },
});

const toColumns = (registration: Registration, dialect: Dialect) => ({
  user_id: registration.user,
  password_hash: registration.passwordHash ?? none,
  first_name: registration.firstName,
  last_name: registration.lastName,
  code_hash: registration.codeHash ?? none,
  code_expires_at: dialect.toMoment(registration.codeExpiresAt),
  attempts: registration.attempts,
  created_at: dialect.toMoment(registration.createdAt),
});

const toRegistration = (row: RowOf<'registrations'>, dialect: Dialect): LiveRegistration => ({
  id: row.id,
  user: UserId(row.user_id),
  passwordHash: row.password_hash,
  firstName: row.first_name,
  lastName: row.last_name,
  codeHash: row.code_hash,
  codeExpiresAt: dialect.fromMoment(row.code_expires_at),
  attempts: row.attempts,
  createdAt: dialect.fromMoment(row.created_at),
});
