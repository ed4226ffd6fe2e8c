import type { ClosingReviews } from '#application/ports/closing-reviews.ts';
import { QueueId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { ticketColumns, toStored } from '../tickets/ticket-mapping.ts';

/** Reviews that walk the index by which a queue's solved tickets are listed: what changes meanwhile comes later in it. */
export const mikroOrmClosingReviews = (session: Session): ClosingReviews => {
  const { dialect } = session;
  return {
    async begin(queue, from) {
      const row = { queue_id: queue, due_from: dialect.toMoment(from), seen_at: null, seen_id: '' };
      await session.db().replaceInto('closing_reviews').values(row).execute();
    },

    async take(at, limit) {
      const due = session.db().selectFrom('closing_reviews').selectAll();
      const query = due.where('due_from', '<=', dialect.toMoment(at)).limit(1);
      const review = await (dialect.locksRows ? query.forUpdate().skipLocked() : query).executeTakeFirst();
      if (review === undefined) return undefined;
      const rows = await nextSolved(session, review, limit);
      return {
        queue: QueueId(review.queue_id),
        tickets: rows.map((row) => toStored(row, dialect)),
        isLast: rows.length < limit,
      };
    },

    async settle({ queue, tickets, isLast }) {
      const db = session.db();
      const last = tickets.at(-1);
      if (last === undefined || isLast) {
        await db.deleteFrom('closing_reviews').where('queue_id', '=', queue).execute();
        return;
      }
      const place = { seen_at: dialect.toMoment(last.updatedAt), seen_id: last.ticket.id };
      await db.updateTable('closing_reviews').set(place).where('queue_id', '=', queue).execute();
    },
  };
};

const nextSolved = (session: Session, review: RowOf<'closing_reviews'>, limit: number) => {
  const { seen_at: seenAt, seen_id: seenId, queue_id: queue } = review;
  let query = session
    .db()
    .selectFrom('tickets')
    .select(ticketColumns)
    .where('queue_id', '=', queue)
    .where('status', '=', 'solved')
    .orderBy('updated_at')
    .orderBy('id')
    .limit(limit);
  if (seenAt !== null) {
    query = query
      .where('updated_at', '>=', seenAt)
      .where(({ eb, or }) => or([eb('updated_at', '>', seenAt), eb('id', '>', seenId)]));
  }
  return (session.dialect.locksRows ? query.forUpdate() : query).execute();
};
