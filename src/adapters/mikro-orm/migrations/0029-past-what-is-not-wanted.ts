import { type EngineName, reindexing } from './definition.ts';

const filtering = {
  // MySQL tests what an index tells only while it reads forwards, so it is in the order of the list
  ix_tickets_requester_updated:
    'requester_id, public_updated_at desc, id desc, status, opened_queue_id, opened_priority, category_id',
  ix_tickets_assignee_updated:
    'assignee_id, status, updated_at, id, version, queue_id, priority, waiting_since, opened_at, number',
};

/**
 * What one asked, and what one holds, is stepped over in the index where a list is of some of it, and what one holds is
 * sorted there: some ask or hold thousands.
 */
export const pastWhatIsNotWanted = (engine: EngineName): readonly string[] =>
  reindexing(engine, 'tickets', filtering);

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const whatIsNotWantedIsPassed =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'tickets' and index_name = 'ix_tickets_assignee_updated' and column_name = 'waiting_since'";
