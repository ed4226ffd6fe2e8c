import { type EngineName, reindexing } from './definition.ts';

/** The orders of `-updatedAt`, which change with every version anyway, now tell the version, too. */
const covering = {
  ix_tickets_updated: 'updated_at, id, version',
  ix_tickets_status_updated: 'status, updated_at, id, version',
  ix_tickets_queue_updated: 'queue_id, updated_at, id, version',
  ix_tickets_queue_status_updated: 'queue_id, status, updated_at, id, version',
  ix_tickets_assignee_updated: 'assignee_id, status, updated_at, id, version',
};

/** Lists find their tickets, and the version of each, in an index alone. */
export const listsFromIndexes = (engine: EngineName): readonly string[] =>
  reindexing(engine, 'tickets', covering);

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const listsAreFromIndexes =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'tickets' and index_name = 'ix_tickets_updated' and column_name = 'version'";
