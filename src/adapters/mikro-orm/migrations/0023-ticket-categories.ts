import { type EngineName, typed } from './definition.ts';

/** Tickets are about something, and those about one thing are listed from an index. */
export const ticketCategories = (engine: EngineName): readonly string[] => {
  const column = typed(engine, 'category_id {id} null');
  const index = 'ix_tickets_category_updated';
  const on = 'category_id, updated_at, id, version';
  return engine === 'mysql'
    ? [`alter table tickets add column ${column}, add index ${index} (${on})`]
    : [`alter table tickets add column ${column}`, `create index if not exists ${index} on tickets (${on})`];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const ticketCategoriesAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'tickets' and column_name = 'category_id'";
