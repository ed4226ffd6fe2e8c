import type { Grant } from '../access/actor.ts';
import type { Role } from '../access/roles.ts';
import type { User } from '../identity/user.ts';
import type { QueueId } from '../shared/ids.ts';

/** Somebody who was granted more within a queue than customers are, and as what. */
export type Member = { readonly user: User; readonly roles: readonly Role[] };

/** A user as a member of a queue; without roles they are none. */
export const memberOf = (queue: QueueId, user: User): Member => ({
  user,
  roles: user.grants.filter(makesMember(queue)).map(({ role }) => role),
});

/** Whether a grant makes whoever holds it a member of this queue; one that holds everywhere does not. */
export const makesMember =
  (queue: QueueId) =>
  ({ role, scope }: Grant): boolean =>
    role !== 'customer' && scope.kind === 'queue' && scope.queue === queue;
