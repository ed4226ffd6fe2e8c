import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { type Engine, engines } from './engines.ts';

/** SQLite as people run it: in a file, which a second process may open. */
export const sqliteFile: Engine = {
  name: 'SQLite',
  databaseUrl: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hexdesk-sqlite-'));
    return {
      url: `sqlite:${join(folder, 'hexdesk.db')}`,
      drop: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

/** Describes what several nodes do on one database, which memory cannot be. */
export const eachSharedEngine = (activity: string, tests: (engine: Engine) => void): void => {
  const shared = [sqliteFile, ...engines.filter(({ name }) => name !== 'SQLite')];
  for (const engine of shared) {
    const where = engine === sqliteFile ? 'one SQLite file' : `one ${engine.name}`;
    describe(`${activity} on ${where}`, () => tests(engine));
  }
};
