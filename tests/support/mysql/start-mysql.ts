import { debianMysqld, debianServesMysql } from './debian-mysqld.ts';
import { dockerAnswers, runMysqlContainer } from './docker-mysql.ts';
import { installedMysqld } from './installed-mysqld.ts';
import type { MysqlServer, MysqlWishes, Say } from './mysql-server.ts';
import { runMysqld } from './run-mysqld.ts';
import { untilItAnswers } from './until-it-answers.ts';

const advice =
  'No MySQL for the tests: set MYSQL_TEST_URL, install MySQL >= 8.4 or Docker, or run `npm run test:embedded`';

/**
 * A real MySQL: the one in `MYSQL_TEST_URL`, else an installed `mysqld`, else a container, else Debian's packages.
 *
 * @throws when there is none to be had, with one line that says what to do.
 */
export const startMysql = async (say: Say, wishes: MysqlWishes = {}): Promise<MysqlServer> => {
  try {
    const server = await firstToBeHad(say, wishes);
    if (server !== undefined) return server;
  } catch (cause) {
    throw new Error(`${advice} (${firstLine(cause)})`, { cause });
  }
  throw new Error(advice);
};

const firstToBeHad = async (say: Say, wishes: MysqlWishes): Promise<MysqlServer | undefined> => {
  const given = process.env['MYSQL_TEST_URL'];
  if (given) return givenServer(given);
  const installed = await installedMysqld();
  if (installed !== undefined) return runMysqld(installed, wishes);
  if (await dockerAnswers()) return runMysqlContainer(say, wishes);
  if (await debianServesMysql()) return runMysqld(await debianMysqld(say), wishes);
  return undefined;
};

const givenServer = async (given: string): Promise<MysqlServer> => {
  const url = new URL(given);
  url.pathname = '/';
  await untilItAnswers(url.href, { seconds: 10 });
  return { url: url.href, origin: 'MYSQL_TEST_URL', pid: undefined, stop: async () => {} };
};

const firstLine = (cause: unknown): string =>
  String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0] ?? '';
