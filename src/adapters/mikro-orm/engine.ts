import type { AbstractSqlDriver, Configuration } from '@mikro-orm/sql';
import type { Dialect as KyselyDialect } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { PoolGauge } from './pool-gauge.ts';

export type DatabaseOptions = {
  /** `mysql://user[:password]@host:port/db` or `sqlite:path` (`sqlite::memory:`). */
  readonly url: string;
  /** Most connections to MySQL at once. */
  readonly poolSize: number;
  /** Longest wait for MySQL to give a connection or an answer; 10 s unless said otherwise. */
  readonly answerWithinMs?: number;
};

/** A database engine, ready to be used by MikroORM. */
export type Engine = {
  readonly driver: new (config: Configuration) => AbstractSqlDriver;
  readonly dbName: string;
  readonly driverOptions: KyselyDialect;
  readonly dialect: Dialect;
  readonly connections: PoolGauge | undefined;
  /** Whether changes of the schema can be taken back. */
  readonly transactional: boolean;
};
