import type { PersonalArchive } from '#application/ports/personal-archive.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { toSignIn } from '../identity/session-store.ts';
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
      return rows.map((row) => toSignIn(row, session.dialect));
    }),

  readMarkers: (user, { after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('read_markers')
        .select(({ fn }) => ['ticket_id', fn.max('seq').as('seq'), fn.max('read_at').as('read_at')])
        .where('user_id', '=', user)
        .where('ticket_id', '>', after)
        .groupBy('ticket_id')
        .orderBy('ticket_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        ticket: TicketId(row.ticket_id),
        seq: Number(row.seq),
        readAt: session.dialect.fromMoment(row.read_at),
      }));
    }),
});
