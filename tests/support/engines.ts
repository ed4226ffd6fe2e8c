import { describe, inject } from 'vitest';
import { createDatabase, type FreshDatabase } from './mysql/databases.ts';

/** A database engine Hexdesk promises to run on. */
export type Engine = {
  readonly name: 'SQLite' | 'MySQL';
  /** A database of the caller's own; whoever asks for it drops it. */
  databaseUrl(): Promise<FreshDatabase>;
};

const sqlite: Engine = {
  name: 'SQLite',
  databaseUrl: async () => ({ url: 'sqlite::memory:', drop: async () => {} }),
};

const mysql: Engine = {
  name: 'MySQL',
  databaseUrl: () => createDatabase(inject('mysqlServerUrl')),
};

/** Every engine of this run: MySQL is left out only by `HEXDESK_TEST_ENGINES=sqlite` (`npm run test:embedded`). */
export const engines: readonly Engine[] =
  process.env['HEXDESK_TEST_ENGINES'] === 'sqlite' ? [sqlite] : [sqlite, mysql];

/** Describes an activity that must go the same on every engine. */
export const eachEngine = (activity: string, tests: (engine: Engine) => void): void => {
  for (const engine of engines) describe(`${activity} on ${engine.name}`, () => tests(engine));
};
