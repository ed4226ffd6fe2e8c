import { type EngineName, typed } from './definition.ts';

/** Tickets know which others went into them. */
export const absorbedTickets = (engine: EngineName): readonly string[] => [
  `alter table tickets add column ${typed(engine, 'absorbed {long} null')}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const absorbedTicketsAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'tickets' and column_name = 'absorbed'";
