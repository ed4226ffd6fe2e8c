import type { AliasedExpression, Kysely } from 'kysely';
import type { UserList } from '#application/ports/user-list.ts';
import type { Dialect } from '../dialect.ts';
import type { Session } from '../session.ts';
import type { Tables } from '../tables/tables.ts';
import { toUsers, type UserRow, usersWithGrants } from './user-mapping.ts';

/** People as a list, oldest account first: ids rise with time. */
export const mikroOrmUserList = (session: Session): UserList => ({
  page: ({ after, limit, externalId }) =>
    pageOfUsers(session, {
      ...{ after, limit },
      ...(externalId === undefined ? {} : { narrowed: { column: 'external_id', value: externalId } }),
    }),
});

type Wanted = {
  readonly after: string | undefined;
  readonly limit: number;
  /** The one column that must hold this value. */
  readonly narrowed?: { readonly column: 'external_id' | 'organisation_id'; readonly value: string };
};

/** A page of users by id, with the id to go on after. */
export const pageOfUsers = (session: Session, { after, limit, narrowed }: Wanted) =>
  session.read(async (db) => {
    let query = db.selectFrom('users').select('id');
    if (after !== undefined) query = query.where('id', '>', after);
    if (narrowed !== undefined) query = query.where(narrowed.column, '=', narrowed.value);
    const page = query
      .orderBy('id')
      .limit(limit + 1)
      .as('page');
    return pageOf(await usersOn(db, page).execute(), limit, session.dialect);
  });

/** The users whose ids a subquery finds, in the order of their ids. */
export const usersOn = (db: Kysely<Tables>, page: AliasedExpression<{ id: string }, 'page'>) =>
  usersWithGrants(db)
    .innerJoin(page, 'page.id', 'users.id')
    .orderBy('users.id')
    .orderBy('grants.role')
    .orderBy('grants.queue_id');

/** A page out of one user more than it holds, with the id to go on after. */
export const pageOf = (rows: readonly UserRow[], limit: number, dialect: Dialect) => {
  const found = toUsers(rows, dialect);
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)?.id : undefined };
};
