import type { EngineName } from './definition.ts';

const orders = {
  ix_tickets_requester_opened: 'requester_id, opened_at, id',
  ix_tickets_requester_number: 'requester_id, number',
};

/** What one requester asked stands in the orders of `-openedAt` and `number`, too: some ask thousands. */
export const whatOneAsked = (engine: EngineName): readonly string[] => {
  const indexes = Object.entries(orders);
  return engine === 'mysql'
    ? [`alter table tickets ${indexes.map(([name, on]) => `add index ${name} (${on})`).join(', ')}`]
    : indexes.map(([name, on]) => `create index ${name} on tickets (${on})`);
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const whatOneAskedIsFound =
  "select 1 from information_schema.statistics where table_schema = database() and table_name = 'tickets' and index_name = 'ix_tickets_requester_number'";
