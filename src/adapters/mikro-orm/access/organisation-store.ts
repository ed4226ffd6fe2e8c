import type { OrganisationStore } from '#application/ports/organisation-store.ts';
import { NameTaken } from '#application/ports/queue-store.ts';
import { ExternalIdTaken } from '#application/ports/user-store.ts';
import type { Organisation } from '#domain/access/organisation.ts';
import { OrganisationId, UserId } from '#domain/shared/ids.ts';
import type { Dialect } from '../dialect.ts';
import { noteRevocation } from '../identity/principal-changes.ts';
import { nameKey } from '../name-key.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Organisations and memberships; meant to be used inside a transaction. */
export const mikroOrmOrganisationStore = (session: Session): OrganisationStore => ({
  async find(id) {
    const row = await one(session, id).executeTakeFirst();
    return row && toOrganisation(row, session.dialect);
  },

  async hold(id) {
    const query = one(session, id);
    const row = await (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
    return row && toOrganisation(row, session.dialect);
  },

  async withExternalId(externalId) {
    const row = await session
      .db()
      .selectFrom('organisations')
      .selectAll()
      .where('external_id', '=', externalId)
      .executeTakeFirst();
    return row && toOrganisation(row, session.dialect);
  },

  add: (organisation) =>
    unlessTaken(session, organisation, () =>
      session
        .db()
        .insertInto('organisations')
        .values({
          id: organisation.id,
          ...columns(organisation),
          created_at: session.dialect.toMoment(organisation.createdAt),
        })
        .execute(),
    ),

  async replace(organisation) {
    await unlessTaken(session, organisation, () =>
      session
        .db()
        .updateTable('organisations')
        .set(columns(organisation))
        .where('id', '=', organisation.id)
        .execute(),
    );
    await noteRevocation(session, 'everybody');
  },

  async among(id) {
    const db = session.db();
    const members = await db.selectFrom('users').select('id').where('organisation_id', '=', id).execute();
    const granted = await db
      .selectFrom('grants')
      .select('user_id')
      .distinct()
      .where('scope_kind', '=', 'organisation')
      .where('queue_id', '=', id)
      .execute();
    return {
      members: members.map((row) => UserId(row.id)),
      granted: granted.map((row) => UserId(row.user_id)),
    };
  },

  async remove(id) {
    const db = session.db();
    await db.updateTable('users').set({ organisation_id: '' }).where('organisation_id', '=', id).execute();
    await db
      .deleteFrom('grants')
      .where('scope_kind', '=', 'organisation')
      .where('queue_id', '=', id)
      .execute();
    await db.deleteFrom('organisations').where('id', '=', id).execute();
    await noteRevocation(session, 'everybody');
  },

  async enter(user, organisation) {
    await session
      .db()
      .updateTable('users')
      .set({ organisation_id: organisation ?? '' })
      .where('id', '=', user)
      .execute();
    await noteRevocation(session, user);
  },
});

const one = (session: Session, id: OrganisationId) =>
  session.db().selectFrom('organisations').selectAll().where('id', '=', id);

const columns = ({ name, externalId, isShared }: Organisation) => ({
  name,
  name_key: nameKey(name),
  external_id: externalId ?? null,
  is_shared: isShared ? 1 : 0,
});

/** An organisation out of its row. */
export const toOrganisation = (row: RowOf<'organisations'>, dialect: Dialect): Organisation => ({
  id: OrganisationId(row.id),
  name: row.name,
  externalId: row.external_id ?? undefined,
  isShared: Boolean(row.is_shared),
  createdAt: dialect.fromMoment(row.created_at),
});

/** Two columns are unique; which one was taken is looked up, for engines tell it each in their own words. */
const unlessTaken = async (
  session: Session,
  { id, name, externalId }: Organisation,
  write: () => Promise<unknown>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    const namesake = await session
      .db()
      .selectFrom('organisations')
      .select('id')
      .where('name_key', '=', nameKey(name))
      .where('id', '<>', id)
      .executeTakeFirst();
    if (namesake !== undefined) throw new NameTaken(name, { cause: error });
    throw new ExternalIdTaken(externalId, { cause: error });
  }
};
