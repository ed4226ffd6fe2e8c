import { join } from 'node:path';
import { cacheFolder } from '../mysql/cache-folder.ts';
import { debianServes, unpackFromSid } from '../mysql/debian-packages.ts';
import { outputOf } from '../mysql/output-of.ts';
import { preparedOnce } from '../mysql/prepared-once.ts';
import { type RedisCommand, runnable } from './installed-redis.ts';

const machines: Partial<Record<NodeJS.Architecture, { readonly triplet: string; readonly loader: string }>> =
  {
    x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
    arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
  };
const machine = machines[process.arch];

export const debianServesRedis = async (): Promise<boolean> =>
  machine !== undefined && (await debianServes());

/** Debian's own Redis with every library it needs, unpacked into the cache; nothing is installed, no root needed. */
export const debianRedis = async (say: (line: string) => void): Promise<RedisCommand> => {
  const { triplet, loader } = machine ?? { triplet: '', loader: '' };
  const root = await preparedOnce(join(await cacheFolder('redis'), `debian-sid-${process.arch}`), (empty) =>
    unpackFromSid(empty, { called: 'Redis', packages: ['redis-server'], say }),
  );
  const libraries = join(root, 'usr/lib', triplet);
  const command = join(libraries, loader);
  const prefix = ['--library-path', libraries, join(root, 'usr/bin/redis-server')];
  const version = /v=(\S+)/.exec(await outputOf(command, [...prefix, '--version']))?.[1] ?? 'unknown';
  return runnable(command, `Redis ${version} (Debian sid)`, prefix);
};
