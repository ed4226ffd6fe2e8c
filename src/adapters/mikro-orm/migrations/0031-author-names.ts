import { type EngineName, statementsFor } from './definition.ts';

/** Counts how often people were given other names, so that what tells names can be kept while that number stands. */
export const authorNames = (engine: EngineName): readonly string[] => [
  ...statementsFor(engine, {
    name: 'author_names',
    columns: ['id {small} not null primary key', 'revision {big} not null'],
  }),
  'replace into author_names (id, revision) values (1, 0)',
];
