import { mkdir, open } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'inversify';
import { type Database, openDatabase } from '#adapters/mikro-orm/database.ts';
import { migrate } from '#adapters/mikro-orm/migrations/migrate.ts';
import { rejectionIn } from '#adapters/mikro-orm/rejected-by-server.ts';
import { metricsServer } from '#adapters/prometheus/metrics-server.ts';
import { loadSecretKey } from '#adapters/system/secret-key.ts';
import type { FirstAdmin } from '#application/identity/ensure-first-admin.ts';
import type { Logger } from '#application/ports/logger.ts';
import { SealBroken } from '#application/ports/secret-box.ts';
import { seconds } from '#domain/shared/duration.ts';
import { BadConfig, type Config } from './config.ts';
import { buildContainer } from './container.ts';
import { resolve } from './di.ts';
import { firstAdminOf } from './first-password.ts';
import { allRoutes, buildApp, buildServer } from './http.ts';
import { startLive } from './live.ts';
import { startRelays } from './relays.ts';
import { stopInOrder } from './stop.ts';
import { tokens } from './tokens.ts';
import { watchConnections } from './watch-connections.ts';

/** A Hexdesk that serves. */
export type Hexdesk = {
  readonly container: Container;
  readonly app: ReturnType<typeof buildApp>;
  readonly server: Server;
  readonly port: number;
  /** Who was made on this very first start. */
  readonly firstAdmin: FirstAdmin | undefined;
  /** Ends it in order: what runs is finished, what waits is left to the next start. */
  stop(): Promise<void>;
};

/** Starts everything, from the database to the listening socket. `rewire` may swap adapters before they are used. */
export const startHexdesk = async (
  config: Config,
  logger: Logger,
  rewire: (container: Container) => void = () => {},
): Promise<Hexdesk> => {
  const secretKey = await loadSecretKey({ given: config.secretKey, dataDir: config.dataDir });
  const database = await migratedDatabase(config, logger);
  const container = buildContainer({ config, secretKey, database, logger });
  rewire(container);
  await resolve(container, tokens.sharedStore)?.ready();
  await ownSigningKeys(container);

  let stopping = false;
  const app = buildApp(
    container,
    allRoutes(container, () => stopping),
  );
  const server = await buildServer(container, app);
  const useCases = resolve(container, tokens.useCases);
  await useCases.beginAudit();
  const { erased } = await useCases.settleErasures();
  if (erased > 0) logger.warn({ erased }, 'people were erased again whom a backup had brought back');
  await useCases.ensureDefaultQueue();
  const firstAdmin = await firstAdminOf(config, useCases.ensureFirstAdmin);
  const { live, hub } = startLive(container, server);
  const relays = [...startRelays(container), hub];
  const metrics = resolve(container, tokens.metrics);
  metrics?.watch('hexdesk_live_connections', 'Open live connections of this node.', live.count);
  if (metrics) watchConnections(metrics, database.connections);
  const metricsListener = metrics && metricsServer(metrics, logger);
  await listening(server, config);
  if (metricsListener) await listening(metricsListener, { host: config.host, port: config.metricsPort ?? 0 });

  return {
    container,
    app,
    server,
    port: (server.address() as AddressInfo).port,
    firstAdmin,
    stop: async () => {
      stopping = true;
      await stopInOrder({
        server,
        metricsListener,
        live,
        relays,
        mailer: resolve(container, tokens.mailer),
        sharedStore: resolve(container, tokens.sharedStore),
        database,
      });
    },
  };
};

/** Loads the signing keys, or makes the first. Under another secret key than theirs nobody could ever sign in. */
const ownSigningKeys = async (container: Container): Promise<void> => {
  try {
    await resolve(container, tokens.accessTokens).publicKeys();
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new BadConfig('This database was made under another SECRET_KEY: start with that one.', {
      cause: error,
    });
  }
};

const patience = seconds(60);

/** Opens the database and brings its schema up to date; one that still starts itself is waited for. */
export const migratedDatabase = async (
  { databaseUrl, databasePool }: Config,
  logger: Logger,
): Promise<Database> => {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
  if (file !== undefined && file !== ':memory:') await privateFile(file);
  const database = await openDatabase({ url: databaseUrl, poolSize: databasePool });
  for (const started = performance.now(); ; ) {
    try {
      const steps = await migrate(database);
      if (steps.length > 0) logger.info({ steps }, `the database schema is now at ${steps.at(-1)}`);
      return database;
    } catch (error) {
      const rejection = rejectionIn(error);
      if (rejection !== undefined) {
        await database.orm.close();
        throw new BadConfig(`DATABASE_URL: ${rejection}.`, { cause: error });
      }
      const away = database.dialect.classify(error) === 'unavailable';
      if (!away || performance.now() - started > patience) throw error;
      logger.warn({ err: error }, 'the database is not available yet; trying again');
      await pause(seconds(2));
    }
  }
};

/** SQLite would make its file for everybody to read. */
const privateFile = async (file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await (await open(file, 'a', 0o600)).close();
};

const listening = (server: Server, { port, host }: Pick<Config, 'port' | 'host'>): Promise<void> =>
  new Promise((resolved, rejected) => {
    server.once('error', rejected);
    server.listen(port, host, () => {
      server.off('error', rejected);
      resolved();
    });
  });
