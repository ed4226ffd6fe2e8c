import { type EngineName, typed } from './definition.ts';

/** Whoever is away is given nothing. */
export const availability = (engine: EngineName): readonly string[] => [
  `alter table users add column ${typed(engine, "availability {code} not null default 'available'")}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const availabilityIsThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'users' and column_name = 'availability'";
