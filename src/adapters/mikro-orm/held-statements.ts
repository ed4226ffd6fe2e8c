import type { MysqlQueryResult } from 'kysely';

/** What a statement is sent with, and told by. */
type Ask = (
  sql: string,
  values: readonly unknown[],
  done: (error: unknown, result: MysqlQueryResult) => void,
) => void;

type Statement = { readonly sql: string; readonly values: readonly unknown[] };

const mark = '/* held */ ';

/** Marks a write whose outcome nobody looks at: it is sent along with the next statement. */
export const held = (sql: string): string => `${mark}${sql}`;

const manyMark = '/* many ';

/** Several queries as one text, of which each has its result. */
export const joined = (queries: readonly string[]): string =>
  `${manyMark}${queries.length} */ ${queries.join(';\n')}`;

/** How many queries a text holds that have their results; `undefined` when it is a statement like any other. */
const manyIn = (sql: string): number | undefined =>
  sql.startsWith(manyMark) ? Number.parseInt(sql.slice(manyMark.length), 10) : undefined;

/** What is said of a statement that has not been sent yet. */
const unsent: MysqlQueryResult = { affectedRows: 0, changedRows: 0, insertId: 0 };

/**
 * Sends statements in fewer round trips: `begin` and marked writes wait for the next statement and go with it, in order
 * and in one packet. MySQL stops at the first that fails, so a failure of any of them is that of the packet, and what
 * ends in `commit` is committed only when all of it was done. A transaction that asked for nothing sends nothing.
 */
export const holdingBack = (send: Ask): Ask => {
  let waiting: Statement[] = [];

  return (sql, values, done) => {
    if (sql === 'begin' || sql.startsWith(mark)) {
      waiting.push({ sql, values });
      return done(undefined, unsent);
    }
    const isBegun = waiting[0]?.sql !== 'begin';
    const isEmpty = waiting.length === 1 && !isBegun;
    const before = sql === 'rollback' ? [] : waiting;
    waiting = [];
    if ((sql === 'rollback' && !isBegun) || (sql === 'commit' && isEmpty)) return done(undefined, unsent);
    if (before.length === 0) return send(sql, values, done);
    const packet = [...before, { sql, values }];
    send(
      packet.map((statement) => statement.sql).join(';\n'),
      packet.flatMap((statement) => statement.values),
      (error, results) => done(error, lastOf(results, manyIn(sql))),
    );
  };
};

/** Of several statements each has its result. */
const lastOf = (results: unknown, many: number | undefined): MysqlQueryResult => {
  if (!Array.isArray(results)) return results as MysqlQueryResult;
  return (many === undefined ? results.at(-1) : results.slice(-many)) as unknown as MysqlQueryResult;
};
