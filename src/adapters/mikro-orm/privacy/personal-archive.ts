import type { PersonalArchive } from '#application/ports/personal-archive.ts';
import { SessionId, UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { scanForTicketsOf } from './tickets-of.ts';

/** Everything that is somebody's, read by their id. */
export const mikroOrmPersonalArchive = (session: Session): PersonalArchive => ({
  scan: (user, page) => scanForTicketsOf(session, user, page),

  sessions: (user, { after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', user)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      const { fromMoment } = session.dialect;
      return rows.map((row) => ({
        id: SessionId(row.id),
        user: UserId(row.user_id),
        createdAt: fromMoment(row.created_at),
        lastUsedAt: fromMoment(row.last_used_at),
        expiresAt: fromMoment(row.expires_at),
        address: row.address,
        userAgent: row.user_agent,
        revokedAt: row.revoked_at === null ? undefined : fromMoment(row.revoked_at),
      }));
    }),
});
