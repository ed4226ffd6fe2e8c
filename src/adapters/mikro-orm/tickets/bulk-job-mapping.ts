import { type BulkJob, bulkJobStates } from '#application/ports/bulk-jobs.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { BulkJobId, SessionId, UserId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';
import { CorruptRow } from '../corrupt-row.ts';
import type { Dialect } from '../dialect.ts';
import type { RowOf } from '../tables/tables.ts';

/** The columns that hold a job. */
export const toJobColumns = (job: BulkJob, { toMoment }: Dialect) => ({
  id: job.id,
  owner_id: job.owner,
  acting_id: job.by ?? null,
  session_id: job.session,
  permissions: job.limitedTo === undefined ? null : JSON.stringify(job.limitedTo),
  wanted: JSON.stringify(job.change),
  state: job.state,
  total: job.total,
  done: job.done,
  created_at: toMoment(job.createdAt),
  finished_at: job.finishedAt === undefined ? null : toMoment(job.finishedAt),
});

/** The job that a row tells of. */
export const toBulkJob = (row: RowOf<'bulk_jobs'>, { fromMoment }: Dialect): BulkJob => {
  const state = bulkJobStates.find((one) => one === row.state);
  if (state === undefined) throw new CorruptRow('bulk_jobs', row.id, `state "${row.state}"`);
  return {
    id: BulkJobId(row.id),
    owner: UserId(row.owner_id),
    by: row.acting_id === null ? undefined : UserId(row.acting_id),
    session: SessionId(row.session_id),
    // only permissions that there are were ever stored
    limitedTo: row.permissions === null ? undefined : (JSON.parse(row.permissions) as readonly Permission[]),
    change: toChange(row.wanted),
    state,
    total: row.total,
    done: row.done,
    createdAt: fromMoment(row.created_at),
    finishedAt: row.finished_at === null ? undefined : fromMoment(row.finished_at),
  };
};

/** A change as JSON has it: what was `undefined` is missing, and moments are text. */
type WrittenChange = Omit<Partial<BulkChange>, 'waitUntil'> & { readonly waitUntil?: string | null };

const toChange = (wanted: string): BulkChange => {
  // only changes were ever stored
  const written = JSON.parse(wanted) as WrittenChange;
  return {
    step: written.step,
    assignee: written.assignee,
    priority: written.priority,
    queue: written.queue,
    category: written.category,
    tags: written.tags,
    addTags: written.addTags,
    removeTags: written.removeTags,
    customFields: written.customFields,
    status: written.status,
    statusLabel: written.statusLabel,
    waitUntil: typeof written.waitUntil === 'string' ? new Date(written.waitUntil) : written.waitUntil,
  };
};
