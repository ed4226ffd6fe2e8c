import type { EngineName } from './definition.ts';

/** Whoever asks for the next ticket of a queue steps over none that somebody holds. */
export const unheldTickets = (engine: EngineName): readonly string[] => {
  const on = 'queue_id, assignee_id, status, priority desc, waiting_since, id';
  return engine === 'mysql'
    ? [`alter table tickets add index ix_tickets_unheld (${on})`]
    : [`create index ix_tickets_unheld on tickets (${on})`];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const unheldTicketsAreFound =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'tickets' and index_name = 'ix_tickets_unheld'";
