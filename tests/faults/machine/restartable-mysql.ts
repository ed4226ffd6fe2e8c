import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { debianMysqld, debianServesMysql } from '../../support/mysql/debian-mysqld.ts';
import { installedMysqld } from '../../support/mysql/installed-mysqld.ts';
import type { Mysqld, Say } from '../../support/mysql/mysql-server.ts';
import { type Leashed, onALeash } from '../../support/mysql/on-a-leash.ts';
import { readyMysqld } from '../../support/mysql/run-mysqld.ts';
import { untilItAnswers } from '../../support/mysql/until-it-answers.ts';

/** A MySQL server that keeps its data and its port through everything that is done to it. */
export type RestartableMysql = {
  readonly url: string;
  readonly origin: string;
  readonly isUp: boolean;
  /** SIGKILL: what was not on the disk is gone. */
  kill(): Promise<void>;
  /** Starts it again, and waits until it answers. */
  start(): Promise<void>;
  /** SIGSTOP: its connections stay, and say nothing. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

/** As an operator would run it: what it has acknowledged is on the disk. */
const durable = [
  '--innodb-flush-log-at-trx-commit=1',
  '--sync-binlog=1',
  '--log-bin=binlog',
  '--innodb-doublewrite=ON',
];

/** Starts one, durable. @throws when this machine has no `mysqld` whose process can be killed. */
export const startRestartableMysql = async (say: Say): Promise<RestartableMysql> => {
  const mysqld = await mysqldHere(say);
  const ready = await readyMysqld(mysqld, { options: durable });
  // goes with this process, however this process ends
  const folder = onALeash({
    command: 'sleep',
    args: ['infinity'],
    signal: 'SIGTERM',
    folder: ready.folder,
  });
  let server: Leashed | undefined;
  let pid = 0;
  let isUp = false;

  const start = async (): Promise<void> => {
    await rm(join(ready.folder, 'pid'), { force: true });
    server = onALeash({ command: ready.command, args: ready.args, signal: 'SIGKILL' });
    await untilItAnswers(ready.url, { seconds: 60, ended: server.ended });
    pid = await ready.pid();
    isUp = true;
  };
  const kill = async (): Promise<void> => {
    isUp = false;
    process.kill(pid, 'SIGKILL');
    await server?.stop();
  };
  const stop = async (): Promise<void> => {
    await server?.stop();
    await folder.stop();
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: ready.url,
    origin: `MySQL ${mysqld.version} (${mysqld.origin})`,
    get isUp() {
      return isUp;
    },
    kill,
    start,
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    stop,
  };
};

const mysqldHere = async (say: Say): Promise<Mysqld> => {
  const installed = await installedMysqld();
  if (installed !== undefined) return installed;
  if (await debianServesMysql()) return debianMysqld(say);
  throw new Error('No mysqld to be killed here: install MySQL >= 8.4, or run this on Debian');
};
