import { NameTaken } from '#application/ports/queue-store.ts';
import type { RoleStore } from '#application/ports/role-store.ts';
import type { CustomRole, Rights } from '#domain/access/roles.ts';
import { RoleId, UserId } from '#domain/shared/ids.ts';
import { noteRevocation } from '../identity/principal-changes.ts';
import { nameKey } from '../name-key.ts';
import type { Session } from '../session.ts';
import type { RowOf } from '../tables/tables.ts';

/** Custom roles; meant to be used inside a transaction. */
export const mikroOrmRoleStore = (session: Session): RoleStore => ({
  async all() {
    const rows = await session.db().selectFrom('roles').selectAll().orderBy('name_key').execute();
    return rows.map(toRole);
  },

  async hold(id) {
    const query = session.db().selectFrom('roles').selectAll().where('id', '=', id);
    const row = await (session.dialect.locksRows ? query.forUpdate() : query).executeTakeFirst();
    return row && toRole(row);
  },

  add: (role, at) =>
    unlessTaken(session, role.name, () =>
      session
        .db()
        .insertInto('roles')
        .values({ id: role.id, ...columns(role), created_at: session.dialect.toMoment(at) })
        .execute(),
    ),

  async replace(role) {
    await unlessTaken(session, role.name, () =>
      session.db().updateTable('roles').set(columns(role)).where('id', '=', role.id).execute(),
    );
    await noteRevocation(session, 'everybody');
  },

  async remove(id) {
    await session.db().deleteFrom('roles').where('id', '=', id).execute();
  },

  async holders(id, limit) {
    const rows = await session
      .db()
      .selectFrom('grants')
      .select('user_id')
      .distinct()
      .where('role', '=', id)
      .orderBy('user_id')
      .limit(limit)
      .execute();
    return rows.map(({ user_id }) => UserId(user_id));
  },
});

const columns = ({ name, rights }: CustomRole) => ({
  name,
  name_key: nameKey(name),
  rights: JSON.stringify(rights),
});

// only rights that were parsed were ever stored
const toRole = ({ id, name, rights }: RowOf<'roles'>): CustomRole => ({
  id: RoleId(id),
  name,
  rights: JSON.parse(rights) as Rights,
});

const unlessTaken = async (session: Session, name: string, write: () => Promise<unknown>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (session.dialect.classify(error) !== 'duplicate') throw error;
    throw new NameTaken(name, { cause: error });
  }
};
