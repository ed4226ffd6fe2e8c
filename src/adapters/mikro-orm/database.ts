import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM as MySql, type MikroORM as MySqlOrm } from '@mikro-orm/mysql';
import { MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import type { Dialect } from './dialect.ts';
import { migrationsFor } from './migrations/migrations.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { nodeSqlite, sqliteDialect } from './sqlite-dialect.ts';
import { tables } from './tables/tables.ts';

/** An open database, and what its engine does differently. */
export type Database = { readonly orm: MikroORM; readonly dialect: Dialect };

export type DatabaseOptions = {
  /** `mysql://user[:password]@host:port/db` or `sqlite:path` (`sqlite::memory:`). */
  readonly url: string;
  /** Most connections to MySQL at once. */
  readonly poolSize: number;
};

const shared = (engine: Dialect['name']) => ({
  entities: [...tables],
  extensions: [Migrator],
  ensureDatabase: false as const,
  allowGlobalContext: true,
  debug: false,
  migrations: {
    migrationsList: migrationsFor(engine),
    snapshot: false,
    silent: true,
    transactional: engine === 'sqlite',
  },
});

/** Opens a database; SQLite makes its file. Connecting to MySQL happens with the first question. */
export const openDatabase = async ({ url, poolSize }: DatabaseOptions): Promise<Database> =>
  url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openMysql(url, poolSize);

const openSqlite = async (file: string): Promise<Database> => {
  const orm = await MikroORM.init({
    ...shared('sqlite'),
    driver: SqliteDriver,
    dbName: file,
    driverOptions: nodeSqlite(file),
  });
  await orm.connect();
  return { orm, dialect: sqliteDialect };
};

const openMysql = async (url: string, poolSize: number): Promise<Database> => {
  const orm = await MySql.init(
    defineConfig({
      ...shared('mysql'),
      clientUrl: url,
      dbName: decodeURIComponent(new URL(url).pathname.slice(1)),
      pool: { min: 0, max: poolSize },
      driverOptions: { connectTimeout: 2000, queueLimit: 1000, enableKeepAlive: true },
      onCreateConnection: readCommitted,
    }),
  );
  return { orm: plain(orm), dialect: mysqlDialect };
};

/** Both drivers build the same SQL entity manager; nothing here uses what only one of them has. */
const plain = (orm: MySqlOrm): MikroORM => orm as unknown as MikroORM;

/** Rows are locked by name, so gap locks would only get in the way. */
const readCommitted = async (connection: unknown): Promise<void> => {
  await (connection as DatabaseConnection).executeQuery(
    CompiledQuery.raw('set session transaction isolation level read committed'),
    {} as Parameters<DatabaseConnection['executeQuery']>[1],
  );
};
