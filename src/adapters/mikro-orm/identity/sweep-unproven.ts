import type { Session } from '../session.ts';

/** Most users that one transaction holds. */
const atOnce = 200;

/**
 * Removes those who registered before a moment, never proved their address, and have nothing left: no registration, no
 * mailed link, no ticket, no name elsewhere and no right but everybody's. Tells how many rows went.
 */
export const sweepUnproven = async (session: Session, before: Date): Promise<number> => {
  let rows = 0;
  for (;;) {
    const swept = await session.transaction(() => sweepSome(session, before));
    rows += swept.rows;
    if (swept.users < atOnce) return rows;
  }
};

type Swept = { readonly users: number; readonly rows: number };

const sweepSome = async (session: Session, before: Date): Promise<Swept> => {
  const db = session.db();
  const query = unproven(session, before);
  // whoever is registering right now holds their user, and is left alone
  const found = await (session.dialect.locksRows ? query.forUpdate('users').skipLocked() : query).execute();
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return { users: 0, rows: 0 };
  const grants = await db.deleteFrom('grants').where('user_id', 'in', ids).executeTakeFirst();
  const users = await db.deleteFrom('users').where('id', 'in', ids).executeTakeFirst();
  return { users: ids.length, rows: Number(grants.numDeletedRows) + Number(users.numDeletedRows) };
};

const unproven = (session: Session, before: Date) =>
  session
    .db()
    .selectFrom('users')
    .select('users.id')
    .where('users.status', '=', 'unverified')
    .where('users.created_at', '<', session.dialect.toMoment(before))
    .where('users.external_id', 'is', null)
    .where('users.organisation_id', '=', '')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('registrations').select('id').whereRef('user_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('link_tokens').select('hash').whereRef('user_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('tickets').select('tickets.id').whereRef('requester_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('ticket_participants').select('ticket_id').whereRef('user_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('grants')
            .select('role')
            .whereRef('user_id', '=', 'users.id')
            .where('role', '<>', 'customer'),
        ),
      ),
    )
    .limit(atOnce);
