import type { EngineName } from './definition.ts';

/** Whoever lists their bulk jobs passes nobody else's. */
export const bulkJobsOfOwners = (engine: EngineName): readonly string[] => [
  engine === 'mysql'
    ? 'alter table bulk_jobs add index ix_bulk_jobs_owned (owner_id, id)'
    : 'create index if not exists ix_bulk_jobs_owned on bulk_jobs (owner_id, id)',
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const bulkJobsOfOwnersAreFound =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'bulk_jobs' and index_name = 'ix_bulk_jobs_owned'";
