import { outputOf } from '../mysql/output-of.ts';

/** A Redis that can be run, whatever it takes to run it. */
export type RedisCommand = {
  readonly origin: string;
  readonly command: string;
  readonly args: (options: readonly string[], folder: string) => readonly string[];
  readonly signal: 'SIGTERM' | 'SIGKILL';
};

/** The `redis-server` or `valkey-server` on the PATH, if there is one. */
export const installedRedis = async (): Promise<RedisCommand | undefined> => {
  for (const command of ['redis-server', 'valkey-server']) {
    const printed = await outputOf(command, ['--version']).catch(() => '');
    const version = /v=(\S+)/.exec(printed)?.[1];
    if (version !== undefined) return runnable(command, `${command} ${version} on the PATH`);
  }
  return undefined;
};

/** A command that takes the options of Redis, after those it takes itself. */
export const runnable = (command: string, origin: string, prefix: readonly string[] = []): RedisCommand => ({
  origin,
  command,
  args: (options, folder) => [...prefix, ...options, '--dir', folder],
  signal: 'SIGKILL',
});
