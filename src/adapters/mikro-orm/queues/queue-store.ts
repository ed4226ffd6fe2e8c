import { NameTaken, type QueueStore, type StoredQueue } from '#application/ports/queue-store.ts';
import type { AssignmentStrategy, FollowUpPolicy, Queue } from '#domain/queues/queue.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { nameKey } from '../name-key.ts';
import { remembered } from '../remembered.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Queues; there are few, every write asks for one, and they hardly ever change: they are remembered for a moment. */
export const mikroOrmQueueStore = (session: Session): QueueStore => {
  const memory = remembered<Queue>(session);
  return {
    find: (id) => memory.recall(`id ${id}`, () => only(session, 'id', id)),

    named: (name) => memory.recall(`name ${nameKey(name)}`, () => only(session, 'name_key', nameKey(name))),

    async add(queue) {
      memory.forget();
      const row = { id: queue.id, ...columns(queue), version: 1 };
      await unlessTaken(session, queue, () => session.db().insertInto('queues').values(row).execute());
    },

    stored: (id) => storedIn(session, id, { held: false }),

    hold: (id) => storedIn(session, id, { held: session.dialect.locksRows }),

    async replace({ queue, version }) {
      memory.forget();
      const row = { ...columns(queue), version };
      await unlessTaken(session, queue, () =>
        session.db().updateTable('queues').set(row).where('id', '=', queue.id).execute(),
      );
    },

    all: () =>
      session.read(async (db) =>
        (await db.selectFrom('queues').selectAll().orderBy('name_key').execute()).map(toQueue),
      ),
  };
};

const only = (session: Session, column: 'id' | 'name_key', value: string): Promise<Queue | undefined> =>
  session.read(async (db) => {
    const row = await db.selectFrom('queues').selectAll().where(column, '=', value).executeTakeFirst();
    return row && toQueue(row);
  });

const storedIn = (
  session: Session,
  id: QueueId,
  { held }: { readonly held: boolean },
): Promise<StoredQueue | undefined> =>
  session.read(async (db) => {
    const query = db.selectFrom('queues').selectAll().where('id', '=', id);
    const row = await (held ? query.forUpdate() : query).executeTakeFirst();
    return row && { queue: toQueue(row), version: row.version };
  });

const columns = (queue: Queue) => ({
  name: queue.name,
  name_key: nameKey(queue.name),
  default_priority: priorities.indexOf(queue.defaultPriority),
  reopen_window_days: queue.reopenWindowDays,
  auto_close_days: queue.autoCloseDays ?? null,
  follow_up_policy: queue.followUpPolicy,
  acknowledgement: queue.acknowledgement ?? null,
  assignment: queue.assignment,
  capacity: queue.capacity ?? null,
  is_archived: queue.isArchived ? 1 : 0,
});

const unlessTaken = async (
  session: Session,
  { name }: Queue,
  write: () => Promise<unknown>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new NameTaken(name, { cause: error });
  }
};

const toQueue = (row: RowOf<'queues'>): Queue => ({
  id: QueueId(row.id),
  name: row.name,
  defaultPriority: priorities[row.default_priority] ?? 'normal',
  reopenWindowDays: row.reopen_window_days,
  autoCloseDays: row.auto_close_days ?? undefined,
  followUpPolicy: row.follow_up_policy as FollowUpPolicy,
  acknowledgement: row.acknowledgement ?? undefined,
  assignment: row.assignment as AssignmentStrategy,
  capacity: row.capacity ?? undefined,
  isArchived: Boolean(row.is_archived),
});
