import type { MysqlServer } from '../tests/support/mysql/mysql-server.ts';
import { startMysql } from '../tests/support/mysql/start-mysql.ts';

/** As an operator would run it: nothing that was acknowledged is ever lost. */
const durable = [
  '--innodb-flush-log-at-trx-commit=1',
  '--sync-binlog=1',
  '--log-bin=binlog',
  '--innodb-doublewrite=ON',
  '--innodb-redo-log-capacity=1G',
  '--local-infile=1',
];

/** The MySQL that everything is measured on. */
export const measuredMysql = (bufferPool: string): Promise<MysqlServer> =>
  startMysql((line) => console.error(line), {
    options: [...durable, `--innodb-buffer-pool-size=${bufferPool}`],
  });
