import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, SqliteDriver } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { seconds } from '#domain/shared/duration.ts';
import type { Dialect } from './dialect.ts';
import type { DatabaseOptions, Engine } from './engine.ts';
import { migrationsFor } from './migrations/migrations.ts';
import type { PoolGauge } from './pool-gauge.ts';
import { nodeSqlite, sqliteDialect } from './sqlite-dialect.ts';
import { type Tables, tables } from './tables/tables.ts';

/** An open database, and what its engine does differently. */
export type Database = {
  readonly orm: MikroORM;
  readonly dialect: Dialect;
  /** Queries outside of transactions. */
  readonly pool: Kysely<Tables>;
  /** How its connections are used; absent where there are none. */
  readonly connections: PoolGauge | undefined;
};

/** Opens a database; SQLite makes its file. Connecting to MySQL happens with the first question. */
export const openDatabase = async ({
  url,
  poolSize,
  answerWithinMs = seconds(10),
}: DatabaseOptions): Promise<Database> => {
  const { dialect, connections, transactional, ...engine } = url.startsWith('sqlite:')
    ? sqlite(url.slice('sqlite:'.length))
    : await mysql({ url, poolSize, answerWithinMs });
  const orm = await MikroORM.init({
    ...engine,
    migrations: { ...migrations(dialect.name), transactional },
    entities: [...tables],
    extensions: [Migrator],
    ensureDatabase: false,
    allowGlobalContext: true,
    debug: false,
    // what goes wrong is thrown, and logged where it is caught
    logger: () => {},
  });
  await orm.connect();
  return {
    orm,
    dialect,
    pool: orm.em.fork().getKysely<Tables>(),
    connections,
  };
};

const sqlite = (file: string): Engine => ({
  driver: SqliteDriver,
  dbName: file,
  driverOptions: nodeSqlite(file),
  dialect: sqliteDialect,
  connections: undefined,
  transactional: true,
});

/** Loaded only where there is a MySQL: its driver is slow to come. */
const mysql = async (options: Required<DatabaseOptions>): Promise<Engine> => {
  const { mysqlEngine } = await import('./mysql-engine.ts');
  return mysqlEngine(options);
};

const migrations = (engine: Dialect['name']) => ({
  migrationsList: migrationsFor(engine),
  snapshot: false,
  // switched off on one connection they might stay off on it
  disableForeignKeys: false,
  silent: true,
});
