import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { dockerAnswers } from '../mysql/docker-mysql.ts';
import { freePort } from '../mysql/free-port.ts';
import { onALeash } from '../mysql/on-a-leash.ts';
import { debianRedis, debianServesRedis } from './debian-redis.ts';
import { installedRedis, type RedisCommand } from './installed-redis.ts';

/** A Redis the tests may use as they like. */
export type RedisServer = {
  readonly url: string;
  /** Where it came from, for people. */
  readonly origin: string;
  /** Kills it, with everything it knew. */
  stop(): Promise<void>;
};

const advice = 'No Redis for the tests: install redis-server or valkey-server, or Docker';

/**
 * A real Redis, or Valkey: installed, in a container, or from Debian's packages.
 *
 * @throws when there is none to be had, with one line that says what to do.
 */
export const startRedis = async (say: (line: string) => void, port?: number): Promise<RedisServer> => {
  const command = await commandToBeHad(say).catch((cause: unknown) => {
    throw new Error(`${advice} (${String(cause)})`, { cause });
  });
  if (command === undefined) throw new Error(advice);
  return run(command, port ?? (await freePort()));
};

const commandToBeHad = async (say: (line: string) => void): Promise<RedisCommand | undefined> => {
  const installed = await installedRedis();
  if (installed !== undefined) return installed;
  if (await dockerAnswers()) return inDocker;
  return (await debianServesRedis()) ? debianRedis(say) : undefined;
};

const inDocker: RedisCommand = {
  origin: 'Docker',
  command: 'docker',
  args: (options) => ['run', '--rm', '--init', '--network=host', 'redis:8', 'redis-server', ...options],
  signal: 'SIGTERM',
};

const options = (port: number): readonly string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1'],
  ...['--save', '', '--appendonly', 'no'],
];

const run = async ({ origin, command, args, signal }: RedisCommand, port: number): Promise<RedisServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'hexdesk-redis-'));
  const server = onALeash({ command, args: args(options(port), folder), signal, folder });
  const url = `redis://127.0.0.1:${port}`;
  try {
    await untilItAnswers(url, server.ended);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, origin, stop: server.stop };
};

const untilItAnswers = async (url: string, ended: () => string | undefined): Promise<void> => {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (cause) {
      const end = ended();
      if (end !== undefined) throw new Error(end, { cause });
      if (Date.now() > deadline) throw cause;
      await pause(50);
    } finally {
      client.disconnect();
    }
  }
};
