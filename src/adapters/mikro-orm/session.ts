import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { StaleWrite } from '#application/ports/ticket-store.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { Tables } from './tables/tables.ts';

/** What a running transaction has told others to hear of once it is committed. */
export type CommitTopic = 'facts' | 'mails';

/** The way to the database for every store and reader: the transaction that is running, or else the pool. */
export type Session = {
  readonly dialect: Dialect;
  /** Kysely inside the running transaction, or on the pool. */
  db(): Kysely<Tables>;
  /** Runs a query. @throws {StorageUnavailable} when the database is away. */
  read<Result>(query: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Runs `work` in one transaction, again after a deadlock, a lock timeout or a stale write; joins a running one. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Tells the listeners of a topic once the running transaction is committed. */
  afterCommit(topic: CommitTopic): void;
};

type Running = { readonly em: SqlEntityManager; readonly topics: Set<CommitTopic> };

const mostTries = 10;

export const openSession = (database: Database, committed: (topic: CommitTopic) => void): Session => {
  const { orm, dialect } = database;
  const running = new AsyncLocalStorage<Running>();
  const pool = orm.em.fork() as SqlEntityManager;
  let pooled: Kysely<Tables> | undefined;

  /** A first question on MySQL needs the connection that `init` did not make. */
  const connected = async (): Promise<void> => {
    if (pooled !== undefined) return;
    await orm.connect();
    pooled = pool.getKysely<Tables>();
  };

  const session: Session = {
    dialect,
    db: () => running.getStore()?.em.getKysely<Tables>() ?? pooled ?? pool.getKysely<Tables>(),

    read: (query) =>
      translated(dialect, async () => {
        await connected();
        return query(session.db());
      }),

    async transaction(work) {
      if (running.getStore() !== undefined) return work();
      for (let tries = 1; ; tries += 1) {
        const topics = new Set<CommitTopic>();
        try {
          await connected();
          const result = await orm.em
            .fork()
            .transactional((em) => running.run({ em: em as SqlEntityManager, topics }, work));
          for (const topic of topics) committed(topic);
          return result;
        } catch (error) {
          const again = error instanceof StaleWrite || dialect.classify(error) === 'retry';
          if (!again || tries === mostTries) throw unavailable(dialect, error);
          await pause(Math.random() * 10 * 2 ** Math.min(tries, 5));
        }
      }
    },

    afterCommit(topic) {
      const store = running.getStore();
      if (store === undefined) committed(topic);
      else store.topics.add(topic);
    },
  };
  return session;
};

const translated = async <Result>(dialect: Dialect, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw unavailable(dialect, error);
  }
};

/** Contention that does not end and a database that is away are the same to a caller: try again later. */
const unavailable = (dialect: Dialect, error: unknown): unknown => {
  const kind = error instanceof StaleWrite ? 'retry' : dialect.classify(error);
  return kind === 'unavailable' || kind === 'retry'
    ? new StorageUnavailable('the database is not available', { cause: error })
    : error;
};
