import type { UserList } from '#application/ports/user-list.ts';
import type { Session } from '../session.ts';
import { toUsers, usersWithGrants } from './user-mapping.ts';

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
    const rows = await usersWithGrants(db)
      .innerJoin(page, 'page.id', 'users.id')
      .orderBy('users.id')
      .orderBy('grants.role')
      .orderBy('grants.queue_id')
      .execute();
    const found = toUsers(rows, session.dialect);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)?.id : undefined };
  });
