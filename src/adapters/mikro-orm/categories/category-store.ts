import type { CategoryStore, StoredCategory } from '#application/ports/category-store.ts';
import { NameTaken } from '#application/ports/queue-store.ts';
import type { Category } from '#domain/categories/category.ts';
import { CategoryId, QueueId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { nameKey } from '../name-key.ts';
import { remembered } from '../remembered.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Categories; there are few, many writes ask for them, and they hardly ever change: they are remembered for a moment. */
export const mikroOrmCategoryStore = (session: Session): CategoryStore => {
  const memory = remembered<readonly Category[]>(session);
  const all = () => allIn(session, { held: false });
  return {
    all,

    recent: () => memory.recall('all', async () => (await all()).map(({ category }) => category)),

    hold: () => allIn(session, { held: session.dialect.locksRows }),

    async add(category) {
      memory.forget();
      const row = { id: category.id, ...columns(category), version: 1 };
      await unlessTaken(session, category, () => session.db().insertInto('categories').values(row).execute());
    },

    async replace({ category, version }) {
      memory.forget();
      const row = { ...columns(category), version };
      await unlessTaken(session, category, () =>
        session.db().updateTable('categories').set(row).where('id', '=', category.id).execute(),
      );
    },
  };
};

const allIn = (session: Session, { held }: { readonly held: boolean }): Promise<readonly StoredCategory[]> =>
  session.read(async (db) => {
    const query = db.selectFrom('categories').selectAll().orderBy('name_key').orderBy('id');
    const rows = await (held ? query.forUpdate() : query).execute();
    return rows.map((row) => ({ category: toCategory(row), version: row.version }));
  });

const columns = (category: Category) => ({
  parent_id: category.parent ?? '',
  name: category.name,
  name_key: nameKey(category.name),
  default_queue_id: category.defaultQueue ?? null,
  default_priority:
    category.defaultPriority === undefined ? null : priorities.indexOf(category.defaultPriority),
  is_archived: category.isArchived ? 1 : 0,
});

const unlessTaken = async (
  session: Session,
  { name }: Category,
  write: () => Promise<unknown>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new NameTaken(name, { cause: error });
  }
};

const toCategory = (row: RowOf<'categories'>): Category => ({
  id: CategoryId(row.id),
  name: row.name,
  parent: row.parent_id === '' ? undefined : CategoryId(row.parent_id),
  defaultQueue: row.default_queue_id === null ? undefined : QueueId(row.default_queue_id),
  defaultPriority: row.default_priority === null ? undefined : priorities[row.default_priority],
  isArchived: Boolean(row.is_archived),
});
