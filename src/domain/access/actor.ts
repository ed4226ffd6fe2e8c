import type { OrganisationId, UserId } from '../shared/ids.ts';
import type { Permission } from './permissions.ts';
import type { Role } from './roles.ts';
import type { Scope } from './scope.ts';

/** A role given to a user within a scope. */
export type Grant = { readonly role: Role; readonly scope: Scope };

/** Whoever asks. Built once at the edge from a verified token, then passed inwards. */
export type Actor = {
  readonly id: UserId;
  readonly grants: readonly Grant[];
  /** The organisation they are a member of: what they raise belongs to it. */
  readonly organisation?: OrganisationId | undefined;
  /** The organisation whose tickets they see because they are a member and its members see each other's. */
  readonly sharedOrganisation?: OrganisationId | undefined;
  /** All that they may do at most, whatever their grants say: what an access token was narrowed to. */
  readonly limitedTo?: readonly Permission[] | undefined;
  /** Who acts, when somebody acts in this person's name. It gives no rights, and is kept with all that is done so. */
  readonly actedBy?: UserId | undefined;
};
