import type { EngineName } from './definition.ts';

/** Who was granted anything within a queue is found without passing everybody else. */
export const membersOfQueues = (engine: EngineName): readonly string[] => {
  const on = 'queue_id, user_id';
  return engine === 'mysql'
    ? [`alter table grants add index ix_grants_queue (${on})`]
    : [`create index ix_grants_queue on grants (${on})`];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const membersOfQueuesAreFound =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'grants' and index_name = 'ix_grants_queue'";
