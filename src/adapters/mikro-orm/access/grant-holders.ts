import type { GrantHolders } from '#application/ports/grant-holders.ts';
import { pageOf, usersOn } from '../identity/user-list.ts';
import { toUsers } from '../identity/user-mapping.ts';
import type { Session } from '../session.ts';

/** Those who hold more than a customer's grants. */
export const mikroOrmGrantHolders = (session: Session): GrantHolders => ({
  among: ({ queue, organisation, others, limit }) =>
    session.read(async (db) => {
      const places = [queue, organisation].flatMap((id) => (id === undefined ? [] : [id as string]));
      const holders = db
        .selectFrom('grants')
        .select('user_id')
        .where('role', '<>', 'customer')
        .$if(places.length > 0, (query) => query.where('queue_id', 'in', ['', ...places]));
      const page = db
        .selectFrom('users')
        .select('id')
        .where('status', '=', 'active')
        .where((where) =>
          where.or([
            where('id', 'in', holders),
            ...(others.length > 0 ? [where('id', 'in', [...others])] : []),
          ]),
        )
        .orderBy('id')
        .limit(limit)
        .as('page');
      return toUsers(await usersOn(db, page).execute(), session.dialect);
    }),

  inQueue: ({ queue, after, limit }) =>
    session.read(async (db) => {
      const page = db
        .selectFrom('grants as held')
        .select('held.user_id as id')
        .distinct()
        .where('held.queue_id', '=', queue)
        .where('held.scope_kind', '=', '')
        .where('held.role', '<>', 'customer')
        .$if(after !== undefined, (query) => query.where('held.user_id', '>', after ?? ''))
        .orderBy('held.user_id')
        .limit(limit + 1)
        .as('page');
      return pageOf(await usersOn(db, page).execute(), limit, session.dialect);
    }),
});
