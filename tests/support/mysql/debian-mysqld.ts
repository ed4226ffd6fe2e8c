import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { debianServes, unpackFromSid } from './debian-packages.ts';
import type { Mysqld, Say } from './mysql-server.ts';
import { outputOf } from './output-of.ts';
import { preparedOnce } from './prepared-once.ts';

const machines: Partial<Record<NodeJS.Architecture, { readonly triplet: string; readonly loader: string }>> =
  {
    x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
    arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
  };
const machine = machines[process.arch];

/** Whether Debian can be asked for a MySQL that runs here; it has one in sid only. */
export const debianServesMysql = async (): Promise<boolean> =>
  machine !== undefined && (await debianServes());

/** Debian's own `mysqld` with every library it needs, unpacked into the cache; nothing is installed, no root needed. */
export const debianMysqld = async (say: Say): Promise<Mysqld> => {
  const { triplet, loader } = machine ?? { triplet: '', loader: '' };
  const root = await preparedOnce(join(await cacheFolder(), `debian-sid-${process.arch}`), (empty) =>
    unpackFromSid(empty, { called: 'MySQL', packages: ['mysql-server-core'], say }),
  );
  const libraries = join(root, 'usr/lib', triplet);
  const command = join(libraries, loader);
  const prefix = ['--library-path', libraries, join(root, 'usr/sbin/mysqld')];
  const version =
    /Ver (\S+)/.exec(await outputOf(command, [...prefix, '--no-defaults', '--version']))?.[1] ?? 'unknown';
  return {
    version,
    origin: 'Debian sid',
    command,
    prefix,
    options: [
      `--basedir=${join(root, 'usr')}`,
      `--lc-messages-dir=${join(root, 'usr/share/mysql')}`,
      `--character-sets-dir=${join(root, 'usr/share/mysql/charsets')}`,
      `--plugin-dir=${join(root, 'usr/lib/mysql/plugin')}`,
    ],
  };
};
