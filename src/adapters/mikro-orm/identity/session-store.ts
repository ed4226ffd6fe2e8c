import type { RefreshToken, SessionStore, Session as SignIn } from '#application/ports/session-store.ts';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { noteRevocation } from './principal-changes.ts';
import { hasSignedInFrom } from './signed-in-from.ts';

/** Sign-ins, their refresh tokens and live tickets; meant to be used inside a transaction. */
export const mikroOrmSessionStore = (session: Session): SessionStore => ({
  async find(id) {
    const row = await session.db().selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toSignIn(row, session.dialect);
  },

  hasSignedInFrom: (email, place) => hasSignedInFrom(session, email, place),

  async originsOf(user) {
    const rows = await session
      .db()
      .selectFrom('sessions')
      .select(['address', 'user_agent'])
      .where('user_id', '=', user)
      .orderBy('id', 'desc')
      .limit(500)
      .execute();
    return rows.map(({ address, user_agent: userAgent }) => ({ address, userAgent }));
  },

  async add(signIn, first) {
    const { toMoment } = session.dialect;
    await session
      .db()
      .insertInto('sessions')
      .values({
        id: signIn.id,
        user_id: signIn.user,
        created_at: toMoment(signIn.createdAt),
        last_used_at: toMoment(signIn.lastUsedAt),
        expires_at: toMoment(signIn.expiresAt),
        address: signIn.address,
        user_agent: signIn.userAgent,
        revoked_at: signIn.revokedAt === undefined ? null : toMoment(signIn.revokedAt),
      })
      .execute();
    await insertToken(session, first);
  },

  async touch(id, at) {
    await session
      .db()
      .updateTable('sessions')
      .set({ last_used_at: session.dialect.toMoment(at) })
      .where('id', '=', id)
      .execute();
  },

  async revoke(id, at) {
    const db = session.db();
    const { numUpdatedRows } = await db
      .updateTable('sessions')
      .set({ revoked_at: session.dialect.toMoment(at) })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const { user_id: user } = await db
      .selectFrom('sessions')
      .select('user_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await noteRevocation(session, UserId(user));
  },

  revokeAllOf: (user, at, { but } = {}) => {
    const open = openOf(session, user, at);
    return revokeThose(session, but === undefined ? open : signInsBut(open, but), { user, at });
  },

  async refreshToken(hash) {
    const query = session.db().selectFrom('refresh_tokens').selectAll().where('hash', '=', hash);
    const row = await (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
    return row && toToken(row, session.dialect);
  },

  async rotate(used, at, next) {
    const { numUpdatedRows } = await session
      .db()
      .updateTable('refresh_tokens')
      .set({ used_at: session.dialect.toMoment(at) })
      .where('hash', '=', used.hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new StaleWrite('the refresh token was used by somebody else');
    await insertToken(session, next);
  },

  async addLiveTicket(hash, id, expiresAt) {
    await session
      .db()
      .insertInto('live_tickets')
      .values({ hash, session_id: id, expires_at: session.dialect.toMoment(expiresAt) })
      .execute();
  },

  async takeLiveTicket(hash, at) {
    const db = session.db();
    const row = await db.selectFrom('live_tickets').selectAll().where('hash', '=', hash).executeTakeFirst();
    if (row === undefined) return undefined;
    const { numDeletedRows } = await db
      .deleteFrom('live_tickets')
      .where('hash', '=', hash)
      .executeTakeFirstOrThrow();
    // whoever deleted it first has it
    const isTaken = numDeletedRows === 1n && at < session.dialect.fromMoment(row.expires_at);
    return isTaken ? SessionId(row.session_id) : undefined;
  },
});

type OpenSessions = ReturnType<typeof openOf>;

/** The sessions and access tokens of a user that still stand. */
const openOf = (session: Session, user: UserId, at: Date) =>
  session
    .db()
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', user)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', session.dialect.toMoment(at))
    .orderBy('id');

const signInsBut = (open: OpenSessions, one: SessionId): OpenSessions =>
  open
    .where('id', '<>', one)
    .where('id', 'not in', (query) => query.selectFrom('access_tokens').select('id'));

const revokeThose = async (
  session: Session,
  query: OpenSessions,
  { user, at }: { readonly user: UserId; readonly at: Date },
): Promise<readonly SessionId[]> => {
  const open = await (session.dialect.locksRows ? query.forUpdate() : query).execute();
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id);
  const revoked = { revoked_at: session.dialect.toMoment(at) };
  await session.db().updateTable('sessions').set(revoked).where('id', 'in', ids).execute();
  await noteRevocation(session, user);
  return ids.map(SessionId);
};

const insertToken = async (session: Session, token: RefreshToken): Promise<void> => {
  await session
    .db()
    .insertInto('refresh_tokens')
    .values({
      hash: token.hash,
      session_id: token.session,
      generation: token.generation,
      used_at: token.usedAt === undefined ? null : session.dialect.toMoment(token.usedAt),
    })
    .execute();
};

/** A sign-in out of its row. */
export const toSignIn = (row: RowOf<'sessions'>, { fromMoment }: Dialect): SignIn => ({
  id: SessionId(row.id),
  user: UserId(row.user_id),
  createdAt: fromMoment(row.created_at),
  lastUsedAt: fromMoment(row.last_used_at),
  expiresAt: fromMoment(row.expires_at),
  address: row.address,
  userAgent: row.user_agent,
  revokedAt: row.revoked_at === null ? undefined : fromMoment(row.revoked_at),
});

const toToken = (row: RowOf<'refresh_tokens'>, { fromMoment }: Dialect): RefreshToken => ({
  hash: row.hash,
  session: SessionId(row.session_id),
  generation: row.generation,
  usedAt: row.used_at === null ? undefined : fromMoment(row.used_at),
});
