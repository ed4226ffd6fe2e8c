import type { RetentionPlan, RetentionRules } from '#application/ports/retention.ts';
import { QueueId, TicketId } from '#domain/shared/ids.ts';
import { endedForGood } from '#domain/tickets/expire-texts.ts';
import type { FactType } from '#domain/tickets/facts.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import type { Session } from '../session.ts';
import { ticketColumns, toStored } from '../tickets/ticket-mapping.ts';
import { emptyMessages, eraseSubjects } from './ticket-texts.ts';

const over: readonly string[] = ['closed', 'merged'] satisfies Status[];
const expired: FactType = 'texts-expired';
const ending: readonly FactType[] = ['ticket-closed', 'ticket-merged'];

/** Rules of retention as rows, and emptying tickets by them; meant to be used inside a transaction. */
export const mikroOrmRetentionRules = (session: Session): RetentionRules => ({
  async set(queue, days) {
    const db = session.db();
    const before = await db
      .selectFrom('retention_rules')
      .select('days')
      .where('queue_id', '=', queue)
      .executeTakeFirst();
    await db.deleteFrom('retention_rules').where('queue_id', '=', queue).execute();
    if (days !== undefined)
      await db.insertInto('retention_rules').values({ queue_id: queue, days }).execute();
    return before?.days;
  },

  async emptyTexts(ticket) {
    if ((await expiredAmong(session, [ticket])).has(ticket)) return false;
    await emptyMessages(session, ticket);
    await eraseSubjects(session, ticket);
    return true;
  },
});

/** Finds closed tickets by looking through all of them in the order of their ids. */
export const mikroOrmRetentionPlan = (session: Session): RetentionPlan => ({
  rules: () =>
    session.read(async (db) => {
      const rows = await db.selectFrom('retention_rules').selectAll().orderBy('queue_id').execute();
      return rows.map(({ queue_id, days }) => ({ queue: QueueId(queue_id), days }));
    }),

  scan: (closedBefore, { after, limit }) =>
    session.read(async (db) => {
      const rows = await db
        .selectFrom('tickets')
        .select(ticketColumns)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      const last = rows.at(-1)?.id;
      if (last === undefined) return undefined;
      const old = rows.filter((row) => {
        const before = closedBefore.get(QueueId(row.queue_id));
        if (before === undefined || !over.includes(row.status)) return false;
        const endedAt = endedForGood(toStored(row, session.dialect).ticket);
        return endedAt !== undefined && endedAt < before;
      });
      const done = await expiredAmong(
        session,
        old.map(({ id }) => id),
      );
      const due = old
        .filter(({ id }) => !done.has(id))
        .map(({ id, queue_id }) => ({ id: TicketId(id), queue: QueueId(queue_id) }));
      return { due, last };
    }),
});

/** Those that were emptied since they ended for the last time: what was written after a reopening is there still. */
const expiredAmong = async (session: Session, tickets: readonly string[]): Promise<ReadonlySet<string>> => {
  if (tickets.length === 0) return new Set();
  const rows = await session
    .db()
    .selectFrom('facts')
    .select(({ fn }) => ['ticket_id', 'type', fn.max('seq').as('last')])
    .where('ticket_id', 'in', tickets)
    .where('type', 'in', [expired, ...ending])
    .groupBy(['ticket_id', 'type'])
    .execute();
  const lastOf = (ticket: string, types: readonly string[]): number =>
    Math.max(
      0,
      ...rows.flatMap((row) => (row.ticket_id === ticket && types.includes(row.type) ? [row.last] : [])),
    );
  return new Set(tickets.filter((ticket) => lastOf(ticket, [expired]) > lastOf(ticket, ending)));
};
