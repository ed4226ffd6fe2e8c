import type { BulkItem, BulkJobs } from '#application/ports/bulk-jobs.ts';
import { BulkJobId, TicketId } from '#domain/shared/ids.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { toBulkJob, toJobColumns } from './bulk-job-mapping.ts';

/** Bulk jobs whose row is held while one of their tickets has its turn; how many are done is whose turn it is. */
export const mikroOrmBulkJobs = (session: Session): BulkJobs => {
  const { dialect } = session;
  return {
    async add(job, tickets) {
      const db = session.db();
      await db.insertInto('bulk_jobs').values(toJobColumns(job, dialect)).execute();
      const items = tickets.map((ticket, place) => ({ job_id: job.id, place, ticket_id: ticket }));
      await db.insertInto('bulk_items').values(items).execute();
    },

    async runningOf(owner) {
      const { count } = await session
        .db()
        .selectFrom('bulk_jobs')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('owner_id', '=', owner)
        .where('state', '=', 'running')
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    find: (id) =>
      session.read(async (db) => {
        const row = await db.selectFrom('bulk_jobs').selectAll().where('id', '=', id).executeTakeFirst();
        return row && toBulkJob(row, dialect);
      }),

    page: ({ owner, session: madeWith }, { before, limit }) =>
      session.read(async (db) => {
        let jobs = db.selectFrom('bulk_jobs').selectAll().where('owner_id', '=', owner);
        if (madeWith !== undefined) jobs = jobs.where('session_id', '=', madeWith);
        if (before !== undefined) jobs = jobs.where('id', '<', before);
        const rows = await jobs.orderBy('id', 'desc').limit(limit).execute();
        return rows.map((row) => toBulkJob(row, dialect));
      }),

    items: (id) =>
      session.read(async (db) => {
        const items = db.selectFrom('bulk_items').selectAll().where('job_id', '=', id);
        return (await items.orderBy('place').execute()).map(toItem);
      }),

    running: (limit) =>
      session.read(async (db) => {
        const jobs = db.selectFrom('bulk_jobs').select('id').where('state', '=', 'running');
        return (await jobs.orderBy('id').limit(limit).execute()).map(({ id }) => BulkJobId(id));
      }),

    async take(id, at) {
      const db = session.db();
      const query = db.selectFrom('bulk_jobs').selectAll().where('id', '=', id);
      const row = await (dialect.locksRows ? query.forUpdate().skipLocked() : query).executeTakeFirst();
      if (row?.state !== 'running') return undefined;
      const job = toBulkJob(row, dialect);
      const turn = await db
        .selectFrom('bulk_items')
        .select('ticket_id')
        .where('job_id', '=', id)
        .where('place', '=', job.done)
        .executeTakeFirst();
      if (turn === undefined) throw new CorruptRow('bulk_jobs', id, `nothing stands at place ${job.done}`);
      const open = await db
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', job.session)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', dialect.toMoment(at))
        .executeTakeFirst();
      return { job, ticket: TicketId(turn.ticket_id), isSessionOpen: open !== undefined };
    },

    async settle({ job: { id, done, total } }, outcome, at) {
      const db = session.db();
      const isLast = done + 1 === total;
      await db
        .updateTable('bulk_items')
        .set(
          outcome.kind === 'changed'
            ? { outcome: 'changed', version: outcome.version }
            : { outcome: outcome.code },
        )
        .where('job_id', '=', id)
        .where('place', '=', done)
        .execute();
      await db
        .updateTable('bulk_jobs')
        .set({ done: done + 1, ...(isLast ? { state: 'done', finished_at: dialect.toMoment(at) } : {}) })
        .where('id', '=', id)
        .execute();
    },

    async end(id, state, at) {
      await session
        .db()
        .updateTable('bulk_jobs')
        .set({ state, finished_at: dialect.toMoment(at) })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    },
  };
};

const toItem = ({ ticket_id, outcome, version }: RowOf<'bulk_items'>): BulkItem => {
  const ticket = TicketId(ticket_id);
  if (outcome === null) return { ticket, outcome: undefined };
  return version === null
    ? { ticket, outcome: { kind: 'refused', code: outcome } }
    : { ticket, outcome: { kind: 'changed', version } };
};
