import { sql } from 'kysely';
import { mikroOrmCategoryStore } from '#adapters/mikro-orm/categories/category-store.ts';
import { type Database, openDatabase } from '#adapters/mikro-orm/database.ts';
import type { DatabaseOptions } from '#adapters/mikro-orm/engine.ts';
import { mikroOrmCustomFieldStore } from '#adapters/mikro-orm/fields/custom-field-store.ts';
import { mikroOrmIdempotencyLedger } from '#adapters/mikro-orm/idempotency-ledger.ts';
import { mikroOrmStatusLabelStore } from '#adapters/mikro-orm/labels/status-label-store.ts';
import { migrate } from '#adapters/mikro-orm/migrations/migrate.ts';
import { mikroOrmQueueStore } from '#adapters/mikro-orm/queues/queue-store.ts';
import { type CommitTopic, openSession, type Session } from '#adapters/mikro-orm/session.ts';
import { tables } from '#adapters/mikro-orm/tables/tables.ts';
import { mikroOrmTicketImports } from '#adapters/mikro-orm/tickets/ticket-imports.ts';
import { mikroOrmTicketList } from '#adapters/mikro-orm/tickets/ticket-list.ts';
import {
  mikroOrmTicketHistory,
  mikroOrmTicketReader,
  mikroOrmTicketThread,
} from '#adapters/mikro-orm/tickets/ticket-reader.ts';
import { mikroOrmTicketStore } from '#adapters/mikro-orm/tickets/ticket-store.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { Engine } from './engines.ts';

/** One node's way to a database: its own connections and session, with the stores and readers on it. */
export type TestNode = {
  readonly database: Database;
  readonly session: Session;
  readonly stores: ReturnType<typeof storesOn>;
  /** What was told to be heard after commits, in order. */
  readonly committed: CommitTopic[];
};

export type TestDatabase = TestNode & {
  readonly url: string;
  /** Another node on the same database; it is closed with this one. */
  anotherNode(clock?: Clock): Promise<TestNode>;
  /** Deletes every row, so that each test starts from nothing. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

/** A database of the caller's own with the schema of today. Meant for `beforeAll`; `empty` is for `beforeEach`. */
export const openTestDatabase = async (engine: Engine, clock: Clock = systemClock): Promise<TestDatabase> => {
  const { url, drop } = await engine.databaseUrl();
  const nodes: TestNode[] = [];
  const anotherNode = async (itsClock: Clock = clock): Promise<TestNode> => {
    const node = await openNode(url, itsClock);
    nodes.push(node);
    return node;
  };
  const first = await anotherNode();
  await migrate(first.database);
  return {
    ...first,
    url,
    anotherNode,
    empty: () => emptyAll(first.session),
    close: async () => {
      for (const { database } of nodes) await database.orm.close(true);
      await drop();
    },
  };
};

/** Every store and reader of tickets on one session. */
export const storesOn = (session: Session, clock: Clock, queues = mikroOrmQueueStore(session)) => ({
  tickets: mikroOrmTicketStore(session, uuidV7Source({ clock }), queues),
  imports: mikroOrmTicketImports(session, uuidV7Source({ clock }), queues),
  queues,
  categories: mikroOrmCategoryStore(session),
  customFields: mikroOrmCustomFieldStore(session),
  statusLabels: mikroOrmStatusLabelStore(session),
  reader: mikroOrmTicketReader(session),
  list: mikroOrmTicketList(session),
  thread: mikroOrmTicketThread(session),
  history: mikroOrmTicketHistory(session),
  ledger: mikroOrmIdempotencyLedger(session, clock),
});

/** A node on a database that is there already; whoever opens it closes its `orm`. */
export const openNode = async (
  url: string,
  clock: Clock = systemClock,
  options: Partial<DatabaseOptions> = {},
): Promise<TestNode> => {
  const database = await openDatabase({ url, poolSize: 25, ...options });
  const committed: CommitTopic[] = [];
  const session = openSession(database, (topic) => void committed.push(topic));
  return { database, session, stores: storesOn(session, clock), committed };
};

/** Children come after their parents in the list of tables. */
const emptyAll = ({ transaction, db }: Session): Promise<void> =>
  transaction(async () => {
    for (const { meta } of tables.toReversed()) {
      await sql`delete from ${sql.table(meta.tableName)}`.execute(db());
    }
  });
