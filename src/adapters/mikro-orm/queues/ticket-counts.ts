import { sql } from 'kysely';
import type { Drift, QueueCounts, TicketCounts } from '#application/ports/ticket-counts.ts';
import { after } from '#domain/shared/duration.ts';
import { QueueId, UserId } from '#domain/shared/ids.ts';
import { workStatuses } from '#domain/tickets/tallies.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { leaseHolder } from '../relays/lease.ts';
import type { Session } from '../session.ts';

/** The counts as they were last added up, and the steps since; what is kept and what is so are compared at one moment. */
export const mikroOrmTicketCounts = (
  session: Session,
  { holder }: { readonly holder: string },
): TicketCounts => ({
  of: (queues) =>
    session.read(async (db) => {
      if (queues.length === 0) return [];
      const { rows } = await sql<Row>`
        select queue_id, counted, name, sum(count) as count from (
          select queue_id, counted, name, count from ticket_counts where queue_id in (${sql.join([...queues])})
          union all
          select queue_id, counted, name, count from ticket_count_steps where queue_id in (${sql.join([...queues])})
        ) as sides group by queue_id, counted, name`.execute(db);
      const byQueue = Map.groupBy(rows, ({ queue_id }) => queue_id);
      return queues.map((queue) => countsIn(queue, byQueue.get(queue) ?? []));
    }),

  async addUp(limit) {
    const waiting = await session.read((db) =>
      db.selectFrom('ticket_count_steps').select('id').limit(1).execute(),
    );
    // an idle node writes nothing
    if (waiting.length === 0) return 0;
    return session.transaction(async () => {
      const query = session.db().selectFrom('ticket_count_steps').selectAll().orderBy('id').limit(limit);
      const steps = await (session.dialect.locksRows ? query.forUpdate().skipLocked() : query).execute();
      await add(session, steps);
      if (steps.length > 0) {
        const ids = steps.map(({ id }) => id);
        await session.later(session.db().deleteFrom('ticket_count_steps').where('id', 'in', ids));
      }
      return steps.length;
    });
  },

  correct: (now, everyMs) =>
    session.transaction(async () => {
      const until = after(now, everyMs / 2);
      if (!(await leaseHolder(session)({ name: 'ticket-counts', holder, now, until }))) return undefined;
      const { rows } = await drifted.execute(session.db());
      await add(session, rows);
      return rows.map(
        ({ queue_id, counted, name, count }): Drift => ({
          ...{ queue: QueueId(queue_id), counted, name },
          by: Number(count),
        }),
      );
    }),
});

type Row = {
  readonly queue_id: string;
  readonly counted: string;
  readonly name: string;
  readonly count: number | string;
};

/** Adds to counts that may not be there yet, in one order for all, since rows are locked in it. */
const add = async (session: Session, steps: readonly Row[]): Promise<void> => {
  const byKey = Map.groupBy(steps, ({ queue_id, counted, name }) => `${queue_id} ${counted} ${name}`);
  const rows = [...byKey]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...more]]) => {
      if (first === undefined) return [];
      const count = [first, ...more].reduce((sum, step) => sum + Number(step.count), 0);
      return count === 0 ? [] : [sql`(${first.queue_id}, ${first.counted}, ${first.name}, ${count})`];
    });
  if (rows.length === 0) return;
  const values = sql`insert into ticket_counts (queue_id, counted, name, count) values ${sql.join(rows)}`;
  const adding =
    session.dialect.name === 'mysql'
      ? sql`${values} as step on duplicate key update count = ticket_counts.count + step.count`
      : sql`${values} on conflict (queue_id, counted, name) do update set count = ticket_counts.count + excluded.count`;
  await session.later(adding.compile(session.db()));
};

const countsIn = (queue: QueueId, rows: readonly Row[]): QueueCounts => {
  // what was wrong until it was put right may be less than nothing
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

const drifted = sql<Row>`
  select queue_id, counted, name, sum(count) as count from (
    select queue_id, 'status' as counted, status as name, count(*) as count from tickets group by queue_id, status
    union all
    select queue_id, 'holder', assignee_id, count(*) from tickets
      where assignee_id is not null and status in (${sql.join(workStatuses.map((status) => sql.lit(status)))})
      group by queue_id, assignee_id
    union all
    select queue_id, counted, name, -count from ticket_counts
    union all
    select queue_id, counted, name, -count from ticket_count_steps
  ) as sides
  group by queue_id, counted, name having sum(count) <> 0`;
