import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { sharingPackets } from './shared-packets.ts';
import { compiled } from './statement.ts';
import type { Tables } from './tables/tables.ts';

/**
 * What a running transaction has told others to hear of once it is committed; with `revocations` it ends only when they
 * have.
 */
export type CommitTopic = 'facts' | 'feed' | 'mails' | 'principals' | 'revocations';

/** The way to the database for every store and reader: the transaction that is running, or else the pool. */
export type Session = {
  readonly dialect: Dialect;
  /** Kysely inside the running transaction, or on the pool. */
  db(): Kysely<Tables>;
  /** Runs a query. @throws {StorageUnavailable} when the database is away. */
  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Asks several small things at once: in one round trip, which outside of transactions others may share. */
  ask<Rows extends readonly unknown[]>(
    queries: (db: Kysely<Tables>) => { readonly [Index in keyof Rows]: CompiledQuery<Rows[Index]> },
  ): Promise<{ readonly [Index in keyof Rows]: readonly Rows[Index][] }>;
  /**
   * Runs `work` in one transaction, again after a deadlock, a lock timeout or a stale write; joins a running one.
   * @throws {StorageUnavailable} when the database is away, or others keep getting in the way.
   */
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Writes what nobody needs the outcome of. Inside a transaction it may travel with the next statement or the commit,
   * and then fails with that.
   */
  later(query: Compilable | CompiledQuery): Promise<void>;
  /** Tells the listeners of a topic, or just this one, once the running transaction is committed. */
  afterCommit(told: CommitTopic | (() => void)): void;
};

type Running = { readonly db: Kysely<Tables>; readonly told: Set<CommitTopic | (() => void)> };

/** How often, and how long, a transaction is begun again. */
const mostTries = 15;
const patienceMs = 10_000;

export const openSession = (
  { dialect, pool }: Database,
  committed: (topic: CommitTopic) => void | Promise<void>,
): Session => {
  const running = new AsyncLocalStorage<Running>();
  const db = () => running.getStore()?.db ?? pool;
  const onPool = (queries: readonly CompiledQuery<unknown>[]) => dialect.all(pool, queries);
  const isAway = (error: unknown) => dialect.classify(error) === 'unavailable';
  const shared = dialect.isFar ? sharingPackets(onPool, { isAway }) : onPool;

  const tell = (told: CommitTopic | (() => void)) => (typeof told === 'function' ? told() : committed(told));

  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const told: Running['told'] = new Set();
    const result = await inTransaction(pool, (db) => running.run({ db, told }, work));
    await Promise.all([...told].map(tell));
    return result;
  };

  return {
    dialect,
    db,

    async read(query) {
      try {
        return await query(db());
      } catch (error) {
        throw asStorageUnavailable(dialect, error);
      }
    },

    async ask(queries) {
      const inside = running.getStore()?.db;
      const wanted = queries(inside ?? pool) as readonly CompiledQuery<unknown>[];
      return (await (inside === undefined ? shared(wanted) : dialect.all(inside, wanted))) as never;
    },

    async transaction(work) {
      if (running.getStore() !== undefined) return work();
      const begun = performance.now();
      for (let tries = 1; ; tries += 1) {
        try {
          return await attempt(work);
        } catch (error) {
          const over = tries === mostTries || performance.now() - begun > patienceMs;
          if (over || !isContention(dialect, error)) throw asStorageUnavailable(dialect, error);
          await pause(Math.random() * 10 * 2 ** Math.min(tries, 5));
        }
      }
    },

    async later(query) {
      const write = compiled(query);
      const inside = running.getStore()?.db;
      await (inside ?? pool).executeQuery(
        inside === undefined ? write : { ...write, sql: dialect.later(write.sql) },
      );
    },

    afterCommit(told) {
      const store = running.getStore();
      if (store === undefined) void tell(told);
      else store.told.add(told);
    },
  };
};

/** All or nothing; what failed is told as it failed, also when taking it back fails after it. */
const inTransaction = async <Result>(
  pool: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> => {
  let failure: { readonly error: unknown } | undefined;
  try {
    return await pool.transaction().execute((db) =>
      work(db).catch((error: unknown) => {
        failure = { error };
        throw error;
      }),
    );
  } catch (error) {
    throw failure === undefined ? error : failure.error;
  }
};

const isContention = (dialect: Dialect, error: unknown): boolean =>
  error instanceof StaleWrite || dialect.classify(error) === 'retry';

/** Contention that does not end and a database that is away are the same to a caller: try again later. */
const asStorageUnavailable = (dialect: Dialect, error: unknown): unknown =>
  isContention(dialect, error) || dialect.classify(error) === 'unavailable'
    ? new StorageUnavailable('the database is not available', { cause: error })
    : error;
