import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { debianMirror } from './debian-mirror.ts';
import type { Mysqld, Say } from './mysql-server.ts';
import { outputOf } from './output-of.ts';
import { preparedOnce } from './prepared-once.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const serverPackage = 'mysql-server-core';
const machines: Partial<Record<NodeJS.Architecture, { readonly triplet: string; readonly loader: string }>> =
  {
    x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
    arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
  };
const machine = machines[process.arch];

/** Whether this is a Debian whose package server can be asked for MySQL; Debian has it in sid only. */
export const debianServes = async (): Promise<boolean> =>
  process.platform === 'linux' &&
  machine !== undefined &&
  (await debianMirror()) !== undefined &&
  (await outputOf('apt-get', ['--version']).then(Boolean, () => false)) &&
  (await outputOf('dpkg', ['--version']).then(Boolean, () => false));

/** Debian's own `mysqld` with every library it needs, unpacked into the cache; nothing is installed, no root needed. */
export const debianMysqld = async (say: Say): Promise<Mysqld> => {
  const { triplet, loader } = machine ?? { triplet: '', loader: '' };
  const root = await preparedOnce(join(await cacheFolder(), `debian-sid-${process.arch}`), (empty) =>
    fetch(empty, say),
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

const fetch = async (root: string, say: Say): Promise<void> => {
  const work = join(root, 'apt');
  const env = { APT_CONFIG: await aptConfiguration(work) };
  const apt = (...args: readonly string[]) => outputOf('apt-get', ['-qq', ...args], { seconds: 900, env });
  const install = ['install', '-y', '--no-install-recommends', serverPackage];

  say('asking Debian sid for MySQL …');
  await apt('update');
  const { version, megabytes } = whatIsComing(await apt('--print-uris', ...install));
  say(`fetching MySQL ${version} from Debian sid (${megabytes} MB) …`);
  await apt('--download-only', ...install);
  const archives = join(work, 'cache/archives');
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await outputOf('dpkg', ['-x', join(archives, name), root], { seconds: 120 });
  }
  await rm(work, { recursive: true });
};

/** An apt that knows nothing but sid, has nothing installed, and writes nowhere but into its own folder. */
const aptConfiguration = async (work: string): Promise<string> => {
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(work, folder), { recursive: true });
  await writeFile(join(work, 'status'), '');
  await writeFile(
    join(work, 'sources.list'),
    `deb [signed-by=${keyring}] ${await debianMirror()} sid main\n`,
  );
  await writeFile(
    join(work, 'apt.conf'),
    `Dir::Etc::sourcelist "${work}/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::Lists "${work}/lists";
Dir::State::status "${work}/status";
Dir::Cache "${work}/cache";
Acquire::Languages "none";
APT::Sandbox::User "";
Debug::NoLocking "true";
`,
  );
  return join(work, 'apt.conf');
};

/** Reads lines like `'uri/mysql-server-core_9.7.4-1_amd64.deb' name 24000000 SHA256:…`. */
const whatIsComing = (printed: string): { readonly version: string; readonly megabytes: number } => {
  const sizes = [...printed.matchAll(/^'\S+' \S+ (\d+)/gm)].map(([, size]) => Number(size));
  return {
    version: new RegExp(`${serverPackage}_(?:\\d+%3a)?([\\d.]+)`).exec(printed)?.[1] ?? '',
    megabytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6),
  };
};
