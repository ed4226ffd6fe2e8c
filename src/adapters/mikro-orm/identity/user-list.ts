import type { UserList } from '#application/ports/user-list.ts';
import type { Session } from '../session.ts';
import { toUsers, usersWithGrants } from './user-mapping.ts';

/** People as a list, oldest account first: ids rise with time. */
export const mikroOrmUserList = (session: Session): UserList => ({
  page: ({ after, limit, externalId }) =>
    session.read(async (db) => {
      const page = db
        .selectFrom('users')
        .select('id')
        .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
        .$if(externalId !== undefined, (query) => query.where('external_id', '=', externalId ?? ''))
        .orderBy('id')
        .limit(limit + 1)
        .as('page');
      const rows = await usersWithGrants(db)
        .innerJoin(page, 'page.id', 'users.id')
        .orderBy('users.id')
        .orderBy('grants.role')
        .orderBy('grants.queue_id')
        .execute();
      const found = toUsers(rows, session.dialect);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? items.at(-1)?.id : undefined };
    }),
});
