import { NameTaken, type QueueStore } from '#application/ports/queue-store.ts';
import type { FollowUpPolicy, Queue } from '#domain/queues/queue.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { nameKey } from '../name-key.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';
import { rememberedQueues } from './remembered-queues.ts';

/** Queues; there are few, every write asks for one, and they hardly ever change: they are remembered for a moment. */
export const mikroOrmQueueStore = (session: Session): QueueStore => {
  const memory = rememberedQueues(session);
  return {
    find: (id) => memory.recall(`id ${id}`, () => only(session, 'id', id)),

    named: (name) => memory.recall(`name ${nameKey(name)}`, () => only(session, 'name_key', nameKey(name))),

    async add(queue) {
      memory.forget();
      try {
        await session
          .db()
          .insertInto('queues')
          .values({
            id: queue.id,
            name: queue.name,
            name_key: nameKey(queue.name),
            default_priority: priorities.indexOf(queue.defaultPriority),
            reopen_window_days: queue.reopenWindowDays,
            follow_up_policy: queue.followUpPolicy,
            acknowledgement: queue.acknowledgement ?? null,
          })
          .execute();
      } catch (error) {
        if (session.dialect.classify(error) === 'duplicate')
          throw new NameTaken(queue.name, { cause: error });
        throw error;
      }
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

const toQueue = (row: RowOf<'queues'>): Queue => ({
  id: QueueId(row.id),
  name: row.name,
  defaultPriority: priorities[row.default_priority] ?? 'normal',
  reopenWindowDays: row.reopen_window_days,
  followUpPolicy: row.follow_up_policy as FollowUpPolicy,
  acknowledgement: row.acknowledgement ?? undefined,
});
