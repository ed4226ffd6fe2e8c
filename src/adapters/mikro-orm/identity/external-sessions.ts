import type { Clock } from '#application/ports/clock.ts';
import type { ExternalSession, ExternalSessions } from '#application/ports/trusted-issuers.ts';
import { seconds } from '#domain/shared/duration.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import { recentlyKnown } from './recently-known.ts';

/** Which session a subject has; whether that session still stands is asked of the principals each time. */
export const mikroOrmExternalSessions = (session: Session, clock: Clock): ExternalSessions => {
  const known = recentlyKnown<ExternalSession>({ clock, ttlMs: seconds(10), capacity: 10_000 });
  const keyOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);
  return {
    async of(issuer, subject) {
      const key = keyOf(issuer, subject);
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const row = await session.read((db) =>
        db
          .selectFrom('external_identities')
          .select(['session_id', 'valid_from'])
          .where('issuer', '=', issuer)
          .where('subject', '=', subject)
          .where('session_id', '<>', '')
          .executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      const validFrom = session.dialect.fromMoment(row.valid_from);
      const found = { session: SessionId(row.session_id), validFrom };
      known.set(key, found);
      return found;
    },
    forget: (issuer, subject) => known.forget(keyOf(issuer, subject)),
  };
};
