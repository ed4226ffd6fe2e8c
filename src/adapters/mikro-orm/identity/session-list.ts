import type { SessionList } from '#application/ports/session-list.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { toSignIn } from './session-store.ts';

/** One's own sign-ins, newest first: ids rise with time. */
export const mikroOrmSessionList = (session: Session): SessionList => ({
  page: (user, { at, after, limit }) =>
    session.read(async () => {
      const rows = await signInsOf(session, user, at)
        .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map((row) => toSignIn(row, session.dialect));
      return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
    }),

  find: (user, id, at) =>
    session.read(async () => {
      const row = await signInsOf(session, user, at).where('id', '=', id).executeTakeFirst();
      return row && toSignIn(row, session.dialect);
    }),
});

const signInsOf = (session: Session, user: UserId, at: Date) =>
  session
    .db()
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', user)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', session.dialect.toMoment(at))
    .where('id', 'not in', (query) => query.selectFrom('access_tokens').select('id'));
