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

/** Runs a `mysqld` on a data folder of its own, on 127.0.0.1, for as long as this process wants it. */
export const runMysqld = async (mysqld: Mysqld, { options = [] }: MysqlWishes = {}): Promise<MysqlServer> => {
  const pristine = await pristineData(mysqld);
  const folder = await newFolder();
  await cp(pristine, join(folder, 'data'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}/`;
  const server = onALeash({
    command: mysqld.command,
    args: [
      ...mysqld.prefix,
      ...commonOptions(mysqld, join(folder, 'data')),
      ...servingOptions(folder, port),
      ...options,
    ],
    signal: 'SIGKILL', // nobody will read this data again
    folder,
  });
  try {
    await untilItAnswers(url, { seconds: 60, ended: server.ended });
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    return { url, origin: `MySQL ${mysqld.version} (${mysqld.origin})`, pid, stop: server.stop };
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
