import { MySqlDriver } from '@mikro-orm/mysql';
import { MysqlDialect } from 'kysely';
import type { DatabaseOptions, Engine } from './engine.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { mysqlPool } from './mysql-pool.ts';
import { poolGauge } from './pool-gauge.ts';

/** MySQL commits with every change of the schema, so a transaction around them would only pretend. */
export const mysqlEngine = (options: Required<DatabaseOptions>): Engine => {
  const connections = poolGauge(Math.max(options.poolSize, 2));
  return {
    driver: MySqlDriver,
    dbName: decodeURIComponent(new URL(options.url).pathname.slice(1)),
    driverOptions: new MysqlDialect({ pool: mysqlPool({ ...options, gauge: connections }) }),
    dialect: mysqlDialect,
    connections,
    transactional: false,
  };
};
