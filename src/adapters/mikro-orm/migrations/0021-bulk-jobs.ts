import type { TableDefinition } from './definition.ts';

// without foreign keys to tickets and people: checking one would hold their rows, and what is purged may still be named
export const bulkJobs: readonly TableDefinition[] = [
  {
    name: 'bulk_jobs',
    columns: [
      'id {id} not null primary key',
      'owner_id {id} not null',
      'acting_id {id} null',
      'session_id {id} not null',
      'permissions {text} null',
      'wanted {long} not null',
      'state {code} not null',
      'total {number} not null',
      'done {number} not null',
      'created_at {moment} not null',
      'finished_at {moment} null',
    ],
    indexes: {
      ix_bulk_jobs_state: 'state, id',
      ix_bulk_jobs_owner: 'owner_id, state',
      ix_bulk_jobs_finished: 'finished_at',
    },
  },
  {
    name: 'bulk_items',
    columns: [
      'job_id {id} not null',
      'place {number} not null',
      'ticket_id {id} not null',
      'outcome {code} null',
      'version {number} null',
      'primary key (job_id, place)',
      'foreign key (job_id) references bulk_jobs (id)',
    ],
  },
];
