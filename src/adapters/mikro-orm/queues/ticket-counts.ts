import { sql } from 'kysely';
import type { Drift, QueueCounts, TicketCounts } from '#application/ports/ticket-counts.ts';
import { after } from '#domain/shared/duration.ts';
import { QueueId, UserId } from '#domain/shared/ids.ts';
import { workStatuses } from '#domain/tickets/tallies.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { holdLease } from '../relays/lease.ts';
import type { Session } from '../session.ts';
import { addingTo } from '../tickets/tally-rows.ts';

/** The counts as sums of their rows; what is kept is compared with the tickets in one statement, so at one moment. */
export const mikroOrmTicketCounts = (
  session: Session,
  { holder }: { readonly holder: string },
): TicketCounts => ({
  of: (queues) =>
    session.read(async (db) => {
      if (queues.length === 0) return [];
      const rows = await db
        .selectFrom('ticket_counts')
        .select(({ fn }) => ['queue_id', 'counted', 'name', fn.sum<number | string>('count').as('count')])
        .where('queue_id', 'in', queues)
        .groupBy(['queue_id', 'counted', 'name'])
        .execute();
      const byQueue = Map.groupBy(rows, ({ queue_id }) => queue_id);
      return queues.map((queue) => countsIn(queue, byQueue.get(queue) ?? []));
    }),

  correct: (now, everyMs) =>
    session.transaction(async () => {
      const until = after(now, everyMs / 2);
      if (!(await holdLease(session, { name: 'ticket-counts', holder, now, until }))) return undefined;
      const { rows } = await drifted.execute(session.db());
      if (rows.length === 0) return [];
      const drifts = rows.map(
        ({ queue_id, counted, name, missing }): Drift => ({
          ...{ queue: QueueId(queue_id), counted, name },
          by: Number(missing),
        }),
      );
      const steps = drifts.map(
        ({ queue, counted, name, by }) => sql`(${queue}, ${counted}, ${name}, 0, ${by})`,
      );
      await session.later(addingTo(session, sql.join(steps)).compile(session.db()));
      return drifts;
    }),
});

type Row = { readonly counted: string; readonly name: string; readonly count: number | string };

const countsIn = (queue: QueueId, rows: readonly Row[]): QueueCounts => {
  // between a change and its correction a count may be less than nothing
  const of = (counted: string) =>
    rows
      .filter((row) => row.counted === counted)
      .map((row) => ({ name: row.name, count: Math.max(0, Number(row.count)) }));
  const byStatus = new Map(of('status').map(({ name, count }) => [name, count]));
  return {
    queue,
    statuses: new Map(statuses.map((status): [Status, number] => [status, byStatus.get(status) ?? 0])),
    holders: new Map(
      of('holder').flatMap(({ name, count }) => (count > 0 ? [[UserId(name), count] as const] : [])),
    ),
  };
};

type Missing = { queue_id: string; counted: string; name: string; missing: number | string };

const drifted = sql<Missing>`
  select queue_id, counted, name, sum(count) as missing from (
    select queue_id, 'status' as counted, status as name, count(*) as count from tickets group by queue_id, status
    union all
    select queue_id, 'holder', assignee_id, count(*) from tickets
      where assignee_id is not null and status in (${sql.join(workStatuses.map((status) => sql.lit(status)))})
      group by queue_id, assignee_id
    union all
    select queue_id, counted, name, -sum(count) from ticket_counts group by queue_id, counted, name
  ) as sides
  group by queue_id, counted, name having sum(count) <> 0`;
