import type { OrganisationList } from '#application/ports/organisation-list.ts';
import { pageOfUsers } from '../identity/user-list.ts';
import type { Session } from '../session.ts';
import { toOrganisation } from './organisation-store.ts';

/** Organisations and their members as lists, oldest first: ids rise with time. */
export const mikroOrmOrganisationList = (session: Session): OrganisationList => ({
  page: ({ after, limit, externalId }) =>
    session.read(async (db) => {
      let query = db.selectFrom('organisations').selectAll();
      if (after !== undefined) query = query.where('id', '>', after);
      if (externalId !== undefined) query = query.where('external_id', '=', externalId);
      const rows = await query
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map((row) => toOrganisation(row, session.dialect));
      return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
    }),

  find: (id) =>
    session.read(async (db) => {
      const row = await db.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toOrganisation(row, session.dialect);
    }),

  members: (id, { after, limit }) =>
    pageOfUsers(session, { after, limit, narrowed: { column: 'organisation_id', value: id } }),
});
