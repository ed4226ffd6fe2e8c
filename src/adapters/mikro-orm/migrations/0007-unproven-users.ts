import type { EngineName } from './definition.ts';

/** Finds those who never proved their address without reading everybody. */
export const unprovenUsers = (engine: EngineName): readonly string[] => [
  engine === 'mysql'
    ? 'alter table users add index ix_users_status (status, created_at)'
    : 'create index ix_users_status on users (status, created_at)',
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const unprovenUsersAreFound =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'users' and index_name = 'ix_users_status'";
