import {
  type CustomFieldStore,
  KeyTaken,
  type StoredCustomField,
} from '#application/ports/custom-field-store.ts';
import type {
  CustomField,
  FieldOption,
  FieldRequirement,
  FieldType,
  FieldVisibility,
} from '#domain/fields/custom-field.ts';
import { CustomFieldId, QueueId } from '#domain/shared/ids.ts';
import { remembered } from '../remembered.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Custom fields; there are few, many writes ask for them, and they hardly ever change: they are remembered for a moment. */
export const mikroOrmCustomFieldStore = (session: Session): CustomFieldStore => {
  const memory = remembered<readonly CustomField[]>(session);
  const all = () =>
    session.read(async (db) =>
      (await db.selectFrom('custom_fields').selectAll().orderBy('id').execute()).map(toField),
    );
  return {
    all,

    recent: () => memory.recall('all', all),

    stored: (id) => storedIn(session, id, { held: false }),

    hold: (id) => storedIn(session, id, { held: session.dialect.locksRows }),

    async add(field) {
      memory.forget();
      const row = {
        ...{ id: field.id, field_key: field.key, type: field.type, visibility: field.visibility },
        ...{ ...columns(field), version: 1 },
      };
      try {
        await session.db().insertInto('custom_fields').values(row).execute();
      } catch (error) {
        if (session.dialect.classify(error) !== 'duplicate') throw error;
        throw new KeyTaken(field.key, { cause: error });
      }
    },

    async replace({ field, version }) {
      memory.forget();
      await session
        .db()
        .updateTable('custom_fields')
        .set({ ...columns(field), version })
        .where('id', '=', field.id)
        .execute();
    },
  };
};

const storedIn = (
  session: Session,
  id: CustomFieldId,
  { held }: { readonly held: boolean },
): Promise<StoredCustomField | undefined> =>
  session.read(async (db) => {
    const query = db.selectFrom('custom_fields').selectAll().where('id', '=', id);
    const row = await (held ? query.forUpdate() : query).executeTakeFirst();
    return row && { field: toField(row), version: row.version };
  });

/** What may change. */
const columns = (field: CustomField) => ({
  name: field.name,
  options: JSON.stringify(field.options),
  required: field.required,
  queue_ids: field.queues === undefined ? null : JSON.stringify(field.queues),
  customers_may_set: field.customersMaySet ? 1 : 0,
  is_archived: field.isArchived ? 1 : 0,
});

// only what was parsed was ever stored
const toField = (row: RowOf<'custom_fields'>): CustomField => ({
  id: CustomFieldId(row.id),
  key: row.field_key,
  name: row.name,
  type: row.type as FieldType,
  options: JSON.parse(row.options) as readonly FieldOption[],
  required: row.required as FieldRequirement,
  queues: row.queue_ids === null ? undefined : (JSON.parse(row.queue_ids) as string[]).map(QueueId),
  visibility: row.visibility as FieldVisibility,
  customersMaySet: Boolean(row.customers_may_set),
  isArchived: Boolean(row.is_archived),
});
