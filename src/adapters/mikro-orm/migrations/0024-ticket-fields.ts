import { type EngineName, typed } from './definition.ts';

/** Tickets have values of custom fields. */
export const ticketFields = (engine: EngineName): readonly string[] => [
  `alter table tickets add column ${typed(engine, 'custom_fields {long} null')}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const ticketFieldsAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'tickets' and column_name = 'custom_fields'";
