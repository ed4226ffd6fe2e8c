import { Migrator } from '@mikro-orm/migrations';
import { MySqlDriver } from '@mikro-orm/mysql';
import { type AbstractSqlDriver, type Configuration, MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { type Kysely, type Dialect as KyselyDialect, MysqlDialect } from 'kysely';
import { seconds } from '#domain/shared/duration.ts';
import type { Dialect } from './dialect.ts';
import { migrationsFor } from './migrations/migrations.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { type MysqlPoolOptions, mysqlPool } from './mysql-pool.ts';
import { type PoolGauge, poolGauge } from './pool-gauge.ts';
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

export type DatabaseOptions = {
  /** `mysql://user[:password]@host:port/db` or `sqlite:path` (`sqlite::memory:`). */
  readonly url: string;
  /** Most connections to MySQL at once. */
  readonly poolSize: number;
  /** Longest wait for MySQL to give a connection or an answer; 10 s unless said otherwise. */
  readonly answerWithinMs?: number;
};

/** Opens a database; SQLite makes its file. Connecting to MySQL happens with the first question. */
export const openDatabase = async ({
  url,
  poolSize,
  answerWithinMs = seconds(10),
}: DatabaseOptions): Promise<Database> => {
  const connections = url.startsWith('sqlite:') ? undefined : poolGauge(Math.max(poolSize, 2));
  const orm = await MikroORM.init({
    ...(connections === undefined
      ? sqlite(url.slice('sqlite:'.length))
      : mysql({ url, poolSize, answerWithinMs, gauge: connections })),
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
    dialect: url.startsWith('sqlite:') ? sqliteDialect : mysqlDialect,
    pool: orm.em.fork().getKysely<Tables>(),
    connections,
  };
};

type EngineOptions = {
  readonly driver: new (config: Configuration) => AbstractSqlDriver;
  readonly dbName: string;
  readonly driverOptions: KyselyDialect;
  readonly migrations: ReturnType<typeof migrations> & { readonly transactional: boolean };
};

const sqlite = (file: string): EngineOptions => ({
  driver: SqliteDriver,
  dbName: file,
  driverOptions: nodeSqlite(file),
  migrations: { ...migrations('sqlite'), transactional: true },
});

/** MySQL commits with every change of the schema, so a transaction around them would only pretend. */
const mysql = (options: MysqlPoolOptions): EngineOptions => ({
  driver: MySqlDriver,
  dbName: decodeURIComponent(new URL(options.url).pathname.slice(1)),
  driverOptions: new MysqlDialect({ pool: mysqlPool(options) }),
  migrations: { ...migrations('mysql'), transactional: false },
});

const migrations = (engine: Dialect['name']) => ({
  migrationsList: migrationsFor(engine),
  snapshot: false,
  // switched off on one connection they might stay off on it
  disableForeignKeys: false,
  silent: true,
});
