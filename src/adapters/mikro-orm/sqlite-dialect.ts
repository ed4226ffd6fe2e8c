import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { SqliteDialect } from 'kysely';
import { causesOf, type Dialect, storable } from './dialect.ts';

/** Result codes of SQLite (https://sqlite.org/rescode.html): busy and locked, constraint, and a disk that fails. */
const busy = new Set([5, 6]);
const constraint = 19;
const uniqueness = new Set([1555, 2067]);
const away = new Set([8, 10, 13, 14]);

/** SQLite as Node brings it: the embedded default. */
export const sqliteDialect: Dialect = {
  name: 'sqlite',
  toMoment: (at) => storable(at).getTime(),
  fromMoment: (moment) => new Date(Number(moment)),
  locksRows: false,
  all: async (db, queries) => {
    const found: (readonly unknown[])[] = [];
    for (const query of queries) found.push((await db.executeQuery(query)).rows);
    return found;
  },
  isFar: false,
  later: (sql) => sql,
  exclusively: (_pool, _name, work) => untilNobodyElseWrites(work),
  classify(error) {
    for (const { errcode, message } of causesOf(error)) {
      if (message === 'UNIQUE constraint failed: facts.ticket_id, facts.seq') return 'retry';
      if (typeof errcode !== 'number') continue;
      const primary = errcode & 0xff;
      if (busy.has(primary)) return 'retry';
      if (primary === constraint && uniqueness.has(errcode)) return 'duplicate';
      if (away.has(primary)) return 'unavailable';
    }
    return 'other';
  },
};

/** Another process that changes the schema makes this one fail, busy or surprised; then it begins again. */
const untilNobodyElseWrites = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const surprised = causesOf(error).some(({ errcode }) => errcode === 1);
      if (tries === 50 || !(surprised || sqliteDialect.classify(error) === 'retry')) throw error;
      await pause(50);
    }
  }
};

type Prepared = { readonly statement: StatementSync; readonly reader: boolean };

const keptStatements = 300;

/** Short, for nothing else happens in this process meanwhile; transactions are begun again. */
const busyMs = 100;

/** One connection to a SQLite file that keeps its prepared statements. Every commit is on the disk. */
export const nodeSqlite = (file: string): SqliteDialect =>
  new SqliteDialect({
    database: async () => {
      const database = new DatabaseSync(file, { timeout: busyMs });
      database.exec(
        'pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma temp_store=memory; pragma cache_size=-16000',
      );
      const kept = new Map<string, Prepared>();
      return {
        prepare: (sql: string) =>
          // SQLite ends a transaction itself after some failures; Kysely's would keep the connection for ever
          runnable(
            prepared(database, kept, sql === 'rollback' && !database.isTransaction ? 'select 1' : sql),
          ),
        close: () => database.close(),
      };
    },
  });

const prepared = (database: DatabaseSync, kept: Map<string, Prepared>, sql: string): Prepared => {
  const known = kept.get(sql);
  kept.delete(sql);
  const fresh = known ?? preparedNow(database, sql);
  kept.set(sql, fresh);
  const [oldest] = kept.keys();
  if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
  return fresh;
};

const preparedNow = (database: DatabaseSync, sql: string): Prepared => {
  const statement = database.prepare(sql);
  return { statement, reader: statement.columns().length > 0 };
};

type Values = Parameters<StatementSync['all']>;

const runnable = ({ statement, reader }: Prepared) => ({
  reader,
  all: (values: readonly unknown[]) => statement.all(...(values as Values)),
  run: (values: readonly unknown[]) => statement.run(...(values as Values)),
  iterate: (values: readonly unknown[]) => statement.iterate(...(values as Values)),
});
