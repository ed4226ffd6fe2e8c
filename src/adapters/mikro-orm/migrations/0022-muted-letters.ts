import { type EngineName, typed } from './definition.ts';

/** People go without some letters. */
export const mutedLetters = (engine: EngineName): readonly string[] => [
  `alter table users add column ${typed(engine, "muted_letters {ascii} not null default ''")}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const mutedLettersAreThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'users' and column_name = 'muted_letters'";
