import type { GrantStore } from '#application/ports/grant-store.ts';
import { UserId } from '#domain/shared/ids.ts';
import type { Session } from '../session.ts';

/** Everybody's grants at once; meant to be used inside a transaction. */
export const mikroOrmGrantStore = (session: Session): GrantStore => ({
  async holdAdmins() {
    const query = session
      .db()
      .selectFrom('grants')
      .innerJoin('users', 'users.id', 'grants.user_id')
      .select('users.id')
      .where('grants.role', '=', 'admin')
      .where('grants.queue_id', '=', '')
      .where('users.status', '=', 'active')
      // nobody can sign in as a program
      .where('users.kind', '=', 'person')
      .orderBy('users.id');
    const rows = await (session.dialect.locksRows ? query.forUpdate() : query).execute();
    return rows.map(({ id }) => UserId(id));
  },
});
