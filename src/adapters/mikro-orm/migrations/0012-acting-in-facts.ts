import { type EngineName, typed } from './definition.ts';

/** Facts keep who acted in somebody's name. */
export const actingInFacts = (engine: EngineName): readonly string[] => [
  `alter table facts add ${engine === 'mysql' ? '' : 'column '}${typed(engine, 'through_id {id} null')}`,
];

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const actingInFactsIsThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'facts' and column_name = 'through_id'";
