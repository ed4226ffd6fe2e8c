import type { TestProject } from 'vitest/node';
import type { MysqlServer } from './mysql-server.ts';
import { startMysql } from './start-mysql.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The MySQL server of this run, as root and without a database. */
    mysqlServerUrl: string;
  }
}

/** Every project loads this file anew, so what they share hangs on the process. */
const shared = globalThis as typeof globalThis & { hexdeskMysql?: Promise<MysqlServer> | undefined };

/** Gives a project the run's one MySQL server, started when the first project asks. */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  if (process.env['HEXDESK_TEST_ENGINES'] === 'sqlite') return undefined;
  shared.hexdeskMysql ??= startMysql((line) => console.log(line));
  const server = await shared.hexdeskMysql;
  project.provide('mysqlServerUrl', server.url);
  return server.stop;
};
