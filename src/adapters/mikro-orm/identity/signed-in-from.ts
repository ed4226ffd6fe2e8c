import type { EmailAddress } from '#domain/identity/email-address.ts';
import { isSamePlace, type Place, placeOf } from '#domain/identity/place.ts';
import type { Session } from '../session.ts';

/** Most addresses of one user agent that are looked at. */
const mostAddresses = 1000;

/** Whether the owner of an address has signed in from a place; the same statement where there is no account. */
export const hasSignedInFrom = async (
  session: Session,
  email: EmailAddress,
  place: Place,
): Promise<boolean> => {
  const rows = await session
    .db()
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.address', 'sessions.user_agent'])
    .distinct()
    .where('users.email', '=', email)
    .where('sessions.user_agent', '=', place.userAgent)
    .limit(mostAddresses)
    .execute();
  return rows.some(({ address, user_agent: userAgent }) =>
    isSamePlace(placeOf({ address, userAgent }), place),
  );
};
