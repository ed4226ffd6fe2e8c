import { constants } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { freePort } from './free-port.ts';
import type { Mysqld, MysqlServer, MysqlWishes } from './mysql-server.ts';
import { onALeash } from './on-a-leash.ts';
import { outputOf } from './output-of.ts';
import { preparedOnce } from './prepared-once.ts';
import { untilItAnswers } from './until-it-answers.ts';

/** A `mysqld` that could be started, on a data folder of its own, on 127.0.0.1. */
export type ReadyMysqld = {
  readonly url: string;
  /** Holds everything it writes. */
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Which process serves, once it answers. */
  pid(): Promise<number>;
};

/** Makes everything that a `mysqld` needs to be started. */
export const readyMysqld = async (
  mysqld: Mysqld,
  { options = [] }: MysqlWishes = {},
): Promise<ReadyMysqld> => {
  const pristine = await pristineData(mysqld);
  const folder = await newFolder();
  await cp(pristine, join(folder, 'data'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  const port = await freePort();
  return {
    url: `mysql://root@127.0.0.1:${port}/`,
    folder,
    command: mysqld.command,
    args: [
      ...mysqld.prefix,
      ...commonOptions(mysqld, join(folder, 'data')),
      ...servingOptions(folder, port),
      ...options,
    ],
    pid: async () => Number(await readFile(join(folder, 'pid'), 'utf8')),
  };
};

/** Runs a `mysqld` on a data folder of its own, on 127.0.0.1, for as long as this process wants it. */
export const runMysqld = async (mysqld: Mysqld, wishes: MysqlWishes = {}): Promise<MysqlServer> => {
  const { url, folder, command, args, pid } = await readyMysqld(mysqld, wishes);
  const server = onALeash({
    command,
    args,
    signal: 'SIGKILL', // nobody will read this data again
    folder,
  });
  try {
    await untilItAnswers(url, { seconds: 60, ended: server.ended });
    return {
      url,
      origin: `MySQL ${mysqld.version} (${mysqld.origin})`,
      pid: await pid(),
      stop: server.stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/** A data folder as `--initialize` leaves it; making one takes seconds, copying it does not. */
const pristineData = async (mysqld: Mysqld): Promise<string> =>
  preparedOnce(join(await cacheFolder(), `pristine-${mysqld.version}-${process.arch}`), async (empty) => {
    // made elsewhere and copied: a packaged mysqld may be forbidden to write outside of the temporary folder
    const folder = await newFolder();
    try {
      const data = join(folder, 'data');
      const args = [...mysqld.prefix, ...commonOptions(mysqld, data), '--initialize-insecure'];
      await outputOf(mysqld.command, args, { seconds: 180 });
      await cp(data, empty, { recursive: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

const commonOptions = (mysqld: Mysqld, data: string): readonly string[] => [
  '--no-defaults',
  ...mysqld.options,
  ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  `--datadir=${data}`,
  '--innodb-redo-log-capacity=64M',
];

const servingOptions = (folder: string, port: number): readonly string[] => [
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  `--socket=${folder}/s.sock`,
  `--pid-file=${folder}/pid`,
  '--mysqlx=OFF',
  '--secure-file-priv=',
  '--disable-log-bin',
  '--max-connections=400',
  '--innodb-buffer-pool-size=128M',
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-doublewrite=OFF',
];

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hexdesk-mysql-'));
