import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../tests/support/mysql/free-port.ts';
import { startServer } from '../machine/child.ts';
import { baselineClients } from './baseline-clients.ts';
import { goToolchain } from './go-toolchain.ts';
import type { System } from './system.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

export type BaselineOptions = {
  /** The folder with the baselines' sources. */
  readonly sources: string;
  /** A MySQL server, without a database. */
  readonly serverUrl: string;
  readonly tickets: number;
  /** A folder for logs and what is built. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly say: (line: string) => void;
};

/** Where the baselines are: beside this project, or where `BENCH_BASELINES` says; nowhere is fine, too. */
export const baselineSources = (): string | undefined =>
  [process.env['BENCH_BASELINES'], join(root, '../shared/bench')].find(
    (folder) => folder !== undefined && existsSync(join(folder, 'go/main.go')),
  );

/** Builds, seeds and starts the baselines, each with as many connections to MySQL as Hexdesk. */
export const startBaselines = async (options: BaselineOptions): Promise<readonly System[]> => {
  const { sources, serverUrl, tickets, say } = options;
  const { port } = new URL(serverUrl);
  const database = `baseline_${tickets}`;
  say(`seeding ${tickets} tickets of the baselines …`);
  const seeder = join(sources, 'seed/seed.mjs');
  await run(process.execPath, [seeder, '--db', database, '--tickets', String(tickets), '--port', port], {
    env,
  });
  const systems: System[] = [];
  if (options.names.includes('go')) {
    const go = await goSystem(options, { database, port });
    if (go === undefined) say('no Go to be had: the Go baseline is left out');
    else systems.push(go);
  }
  if (options.names.includes('raw')) systems.push(await rawSystem(options, { database, port }));
  return systems;
};

type Place = { readonly database: string; readonly port: string };

const pool = '32';
const secret = '0123456789abcdef0123456789abcdef';
/** The baselines' scripts look for mysql2 here. */
const env = { ...process.env, PERF_NPM: root, JWT_SECRET: secret };

const goSystem = async (
  { sources, tickets, folder, say }: BaselineOptions,
  { database, port: mysqlPort }: Place,
): Promise<System | undefined> => {
  const toolchain = await goToolchain(say);
  if (toolchain === undefined) return undefined;
  const binary = join(folder, 'go-baseline');
  if (!existsSync(binary)) {
    say('building the Go baseline …');
    const built = { ...env, GO: toolchain.go, GODEPS: toolchain.libraries };
    await run('bash', [join(sources, 'go/build.sh'), binary], { env: built });
  }
  const port = await freePort();
  const log = join(folder, `go-${tickets}.log`);
  const server = await startServer({
    command: binary,
    args: [
      ...['-addr', `127.0.0.1:${port}`, '-dsn', `root@tcp(127.0.0.1:${mysqlPort})/${database}`],
      ...['-pool', pool, '-log', `${log}.requests`],
    ],
    env: { JWT_SECRET: secret },
    log,
    health: { port, path: '/healthz' },
  });
  return { name: 'go', port, ...server, ...baselineClients(tickets, { signedIn: true }) };
};

const rawSystem = async (
  { sources, tickets, folder }: BaselineOptions,
  { database, port: mysqlPort }: Place,
): Promise<System> => {
  const port = await freePort();
  const server = await startServer({
    command: process.execPath,
    args: [
      ...[join(sources, 'rawnode/server.mjs'), '--port', String(port), '--db', database],
      ...['--mysql-port', mysqlPort, '--pool', pool],
    ],
    env: { PERF_NPM: root },
    log: join(folder, `raw-${tickets}.log`),
    health: { port, path: '/healthz' },
  });
  return { name: 'raw', port, ...server, ...baselineClients(tickets, { signedIn: false }) };
};
