import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianMirror } from './debian-mirror.ts';
import { outputOf } from './output-of.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Whether this is a Debian whose package server can be asked for packages of sid. */
export const debianServes = async (): Promise<boolean> =>
  process.platform === 'linux' &&
  (await debianMirror()) !== undefined &&
  (await outputOf('apt-get', ['--version']).then(Boolean, () => false)) &&
  (await outputOf('dpkg', ['--version']).then(Boolean, () => false));

/** What is to be unpacked, and who is told of it. */
export type SidPackages = {
  /** How people call the whole: `MySQL`. */
  readonly called: string;
  /** The first one's version is told. */
  readonly packages: readonly [string, ...string[]];
  readonly say: (line: string) => void;
};

/** Unpacks packages of Debian sid with all they need into an empty folder; nothing is installed, no root needed. */
export const unpackFromSid = async (root: string, { called, packages, say }: SidPackages): Promise<void> => {
  const work = join(root, 'apt');
  const env = { APT_CONFIG: await aptConfiguration(work) };
  const apt = (...args: readonly string[]) => outputOf('apt-get', ['-qq', ...args], { seconds: 900, env });
  const install = ['install', '-y', '--no-install-recommends', ...packages];

  say(`asking Debian sid for ${called} …`);
  await apt('update');
  const { version, megabytes } = whatIsComing(await apt('--print-uris', ...install), packages[0]);
  say(`fetching ${called} ${version} from Debian sid (${megabytes} MB) …`);
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
const whatIsComing = (
  printed: string,
  named: string,
): { readonly version: string; readonly megabytes: number } => {
  const sizes = [...printed.matchAll(/^'\S+' \S+ (\d+)/gm)].map(([, size]) => Number(size));
  return {
    version: new RegExp(`${named}_(?:\\d+%3a)?([\\d.]+)`).exec(printed)?.[1] ?? '',
    megabytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6),
  };
};
