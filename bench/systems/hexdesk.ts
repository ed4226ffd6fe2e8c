import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../tests/support/mysql/free-port.ts';
import { type RunningServer, startServer } from '../machine/child.ts';
import { hexdeskClients } from './hexdesk-clients.ts';
import type { System } from './system.ts';

export type HexdeskOptions = {
  readonly databaseUrl: string;
  readonly tickets: number;
  readonly secret: string;
  /** A folder for its log, its mails and its data. */
  readonly folder: string;
  /** Options of Node, such as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
};

/** What Hexdesk is called that does not look for revocations. */
export const neverTold = 'never told';

const root = join(import.meta.dirname, '../..');

/** Starts Hexdesk as `npm start` does, but for its limits on requests; one log line a request goes to a file. */
export const startHexdeskServer = async ({
  databaseUrl,
  secret,
  folder,
  nodeOptions = [],
}: HexdeskOptions): Promise<RunningServer & { readonly port: number }> => {
  const port = await freePort();
  const server = await startServer({
    command: process.execPath,
    args: [...nodeOptions, join(root, 'src/bootstrap/main.ts')],
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: '32',
      DATA_DIR: join(folder, 'data'),
      SECRET_KEY: secret,
      LOG_FORMAT: 'json',
      RATE_LIMITS: 'off',
    },
    log: join(folder, 'hexdesk.log'),
    health: { port, path: '/health/live' },
  });
  return { ...server, port };
};

/** Hexdesk under measurement. */
export const hexdeskSystem = async (options: HexdeskOptions): Promise<System> => {
  const { pid, port, stop } = await startHexdeskServer(options);
  return { name: 'hexdesk', pid, port, stop, ...hexdeskClients(options.tickets) };
};

/** Hexdesk that does not look for revocations: what they cost is the difference. */
export const forgetfulSystem = async (options: HexdeskOptions): Promise<System> => {
  const preload = `--import=${join(import.meta.dirname, 'never-told.ts')}`;
  const folder = await mkdtemp(join(options.folder, 'never-told-'));
  const system = await hexdeskSystem({ ...options, folder, nodeOptions: [preload] });
  return { ...system, name: neverTold };
};
