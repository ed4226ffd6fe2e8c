import type { UserList } from '#application/ports/user-list.ts';
import type { Session } from '../session.ts';
import { toUsers, userColumns } from './user-mapping.ts';

/** People as a list, oldest account first: ids rise with time. */
export const mikroOrmUserList = (session: Session): UserList => ({
  page: ({ after, limit }) =>
    session.read(async (db) => {
      const page = db
        .selectFrom('users')
        .selectAll()
        .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
        .orderBy('id')
        .limit(limit + 1)
        .as('users');
      const rows = await db
        .selectFrom(page)
        .leftJoin('grants', 'grants.user_id', 'users.id')
        .select(userColumns)
        .orderBy('users.id')
        .orderBy('grants.role')
        .orderBy('grants.queue_id')
        .execute();
      const found = toUsers(rows, session.dialect);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? items.at(-1)?.id : undefined };
    }),
});
