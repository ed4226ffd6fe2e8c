import { AsyncLocalStorage } from 'node:async_hooks';
import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import { createPool, type PoolConnection, type QueryError } from 'mysql2';
import { holdingBack } from './held-statements.ts';
import type { PoolGauge } from './pool-gauge.ts';

/**
 * Names what the statements rely on, whatever the server's defaults are: rows are locked by name, so gap locks would
 * only get in the way; nothing is cut off silently; backslashes escape; nobody waits for a lock, or reads, for ever.
 */
const sessionSettings = `set session
  transaction_isolation = 'READ-COMMITTED',
  sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY',
  time_zone = '+00:00',
  innodb_lock_wait_timeout = 3,
  max_execution_time = 8000`;

/** There is no connection to be had. */
export class NoConnection extends Error {
  readonly code = 'no-connection';
}

const unhurried = new AsyncLocalStorage<true>();

/** Does work whose statements may take as long as they need, such as changing the schema. */
export const unhurriedly = <Result>(work: () => Promise<Result>): Promise<Result> =>
  unhurried.run(true, work);

export type MysqlPoolOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** Longest wait for a connection, and for the answer to one statement. */
  readonly answerWithinMs: number;
  readonly gauge: PoolGauge;
};

/** Connections to MySQL on which nothing waits for ever: a statement without an answer costs its connection. */
export const mysqlPool = ({ url, poolSize, answerWithinMs, gauge }: MysqlPoolOptions): MysqlPool => {
  const pool = createPool({
    uri: url,
    // migrating holds its lock on one and works on another
    connectionLimit: Math.max(poolSize, 2),
    connectTimeout: 2000,
    queueLimit: 1000,
    enableKeepAlive: true,
    supportBigNumbers: true,
    dateStrings: true,
    // for statements that go along with others (held-statements.ts); values never become part of a statement's text
    multipleStatements: true,
    timezone: 'Z',
  });
  const ready = new WeakMap<PoolConnection, MysqlPoolConnection>();

  const prepare = (raw: PoolConnection): Promise<MysqlPoolConnection> =>
    new Promise((resolve, reject) => {
      const known = ready.get(raw);
      if (known !== undefined) return resolve(known);
      const connection = inTime(raw, answerWithinMs, gauge);
      connection.query(sessionSettings, [], (error) => {
        if (error) {
          raw.destroy();
          return reject(error);
        }
        ready.set(raw, connection);
        resolve(connection);
      });
    });

  return {
    getConnection: (done) => {
      const answered = gauge.asked();
      acquire((taken) => pool.getConnection(taken), answerWithinMs)
        .then(prepare)
        .then(
          (connection) => {
            answered(connection);
            done(undefined, connection);
          },
          (cause) => {
            answered(undefined);
            // Kysely looks at the connection only when there is no error
            done(new NoConnection('no connection to MySQL', { cause }), undefined as never);
          },
        );
    },
    end: (done) => pool.end(done),
  };
};

type Acquire = (taken: (error: NodeJS.ErrnoException | null, raw: PoolConnection) => void) => void;

/** mysql2 itself would wait for ever; a connection that comes too late goes straight back. */
const acquire = (from: Acquire, withinMs: number): Promise<PoolConnection> =>
  new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error(`every connection has been busy for ${withinMs} ms`));
    }, withinMs);
    from((error, raw) => {
      clearTimeout(timer);
      if (error) return reject(error);
      if (late) return raw.release();
      resolve(raw);
    });
  });

/** The part of a connection that Kysely uses, with an end to every wait, and statements that go along with others. */
const inTime = (raw: PoolConnection, answerWithinMs: number, gauge: PoolGauge): MysqlPoolConnection => {
  const query = holdingBack((sql, values, done) =>
    raw.query(
      { sql, values: [...values], ...(unhurried.getStore() ? {} : { timeout: answerWithinMs }) },
      (error: QueryError | null, result) => {
        if (error !== null && isLost(error)) raw.destroy();
        done(error ?? undefined, result as MysqlQueryResult);
      },
    ),
  );
  const connection: MysqlPoolConnection = {
    config: raw.config,
    threadId: raw.threadId,
    connect: () => {},
    destroy: () => {
      gauge.back(connection);
      raw.destroy();
    },
    release: () => {
      gauge.back(connection);
      raw.release();
    },
    // nothing here reads row by row, which is the other way to call it
    query: ((sql, values, done = () => {}) => query(sql, values, done)) as MysqlPoolConnection['query'],
  };
  return connection;
};

const isLost = ({ code, fatal }: QueryError): boolean =>
  fatal === true || code === 'PROTOCOL_SEQUENCE_TIMEOUT';
