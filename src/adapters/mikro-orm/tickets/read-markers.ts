import { sql } from 'kysely';
import type { ReadMarkers } from '#application/ports/read-markers.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import { seqOf } from './ticket-statements.ts';

type Place = { readonly ticket: TicketId; readonly seq: number };

/** Read markers, in rows of their own: nobody who writes in a ticket waits for who reads it. */
export const mikroOrmReadMarkers = (session: Session): ReadMarkers => ({
  async advance(user, audience, { ticket, seq, readAt }) {
    const at = session.dialect.toMoment(readAt);
    await sql`insert into read_markers (user_id, ticket_id, audience, seq, read_at)
      values (${user}, ${ticket}, ${audience}, ${seq}, ${at}) ${unlessFurther[session.dialect.name]}`.execute(
      session.db(),
    );
  },

  among: (user, audience, tickets) =>
    session.read(async (db) => {
      if (tickets.length === 0) return [];
      const rows = await db
        .selectFrom('read_markers')
        .select(['ticket_id', 'seq', 'read_at'])
        .where('user_id', '=', user)
        .where('audience', '=', audience)
        .where('ticket_id', 'in', tickets)
        .execute();
      const markers = new Map(rows.map((row) => [row.ticket_id, row]));
      const places = tickets.map((ticket) => ({ ticket, seq: markers.get(ticket)?.seq ?? 0 }));
      const unread = await unreadAfter(session, user, audience, places);
      return places.map(({ ticket, seq }) => {
        const moment = markers.get(ticket)?.read_at;
        const readAt = moment === undefined ? undefined : session.dialect.fromMoment(moment);
        return { ticket, seq, readAt, unread: unread.get(ticket) ?? 0 };
      });
    }),
});

/** What is done with a marker that is there: the further one stays, with its own moment. */
const unlessFurther = {
  mysql: sql`as wanted on duplicate key update
    read_at = if(wanted.seq > read_markers.seq, wanted.read_at, read_markers.read_at),
    seq = greatest(wanted.seq, read_markers.seq)`,
  sqlite: sql`on conflict (user_id, ticket_id, audience) do update set
    read_at = excluded.read_at, seq = excluded.seq where excluded.seq > read_markers.seq`,
} as const satisfies Record<Dialect['name'], unknown>;

/** How many messages of others came after these places, where there are any; only what came after is looked at. */
const unreadAfter = async (
  session: Session,
  user: UserId,
  audience: Audience,
  places: readonly Place[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await session
    .db()
    .selectFrom('messages')
    .select(({ fn }) => ['ticket_id', fn.countAll<number>().as('unread')])
    .where(({ or, and, eb }) =>
      or(places.map(({ ticket, seq }) => and([eb('ticket_id', '=', ticket), eb(seqOf(audience), '>', seq)]))),
    )
    .where(({ or, eb }) => or([eb('author_id', 'is', null), eb('author_id', '<>', user)]))
    .groupBy('ticket_id')
    .execute();
  return new Map(rows.map((row) => [row.ticket_id, Number(row.unread)]));
};
