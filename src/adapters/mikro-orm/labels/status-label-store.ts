import { NameTaken } from '#application/ports/queue-store.ts';
import type { StatusLabelStore, StoredStatusLabel } from '#application/ports/status-label-store.ts';
import type { LabelledStatus, StatusLabel } from '#domain/labels/status-label.ts';
import { StatusLabelId } from '#domain/shared/ids.ts';
import { nameKey } from '../name-key.ts';
import { remembered } from '../remembered.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Status labels; there are few, and they hardly ever change: they are remembered for a moment. */
export const mikroOrmStatusLabelStore = (session: Session): StatusLabelStore => {
  const memory = remembered<readonly StatusLabel[]>(session);
  const all = () =>
    session.read(async (db) =>
      (await db.selectFrom('status_labels').selectAll().orderBy('id').execute()).map(toLabel),
    );
  return {
    all,

    recent: () => memory.recall('all', all),

    stored: (id) => storedIn(session, id, { held: false }),

    hold: (id) => storedIn(session, id, { held: session.dialect.locksRows }),

    async add(label) {
      memory.forget();
      const row = { id: label.id, status: label.status, ...columns(label), version: 1 };
      await unlessTaken(session, label, () => session.db().insertInto('status_labels').values(row).execute());
    },

    async replace({ label, version }) {
      memory.forget();
      const row = { ...columns(label), version };
      await unlessTaken(session, label, () =>
        session.db().updateTable('status_labels').set(row).where('id', '=', label.id).execute(),
      );
    },
  };
};

const storedIn = (
  session: Session,
  id: StatusLabelId,
  { held }: { readonly held: boolean },
): Promise<StoredStatusLabel | undefined> =>
  session.read(async (db) => {
    const query = db.selectFrom('status_labels').selectAll().where('id', '=', id);
    const row = await (held ? query.forUpdate() : query).executeTakeFirst();
    return row && { label: toLabel(row), version: row.version };
  });

/** What may change. */
const columns = ({ name, isArchived }: StatusLabel) => ({
  name,
  name_key: nameKey(name),
  is_archived: isArchived ? 1 : 0,
});

const unlessTaken = async (
  session: Session,
  { name }: StatusLabel,
  write: () => Promise<unknown>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new NameTaken(name, { cause: error });
  }
};

// only what was parsed was ever stored
const toLabel = (row: RowOf<'status_labels'>): StatusLabel => ({
  id: StatusLabelId(row.id),
  name: row.name,
  status: row.status as LabelledStatus,
  isArchived: Boolean(row.is_archived),
});
