import type { QueueId } from '../shared/ids.ts';
import type { Actor, Grant } from './actor.ts';
import type { Permission } from './permissions.ts';
import { allows, extentFor, may, type Placed, relationsOf } from './policy.ts';
import { type Extent, extentOf, type Relation } from './roles.ts';
import { includes, type Scope } from './scope.ts';

/** What a permission is asked about: a ticket, a queue where there is no ticket yet, or neither. */
export type About =
  | { readonly kind: 'ticket'; readonly ticket: Placed }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'installation' };

/** Why something is refused: what to give, or to change, so that it is not. Codes are API: add, never rename. */
export type Denial =
  /** No grant gives the permission at all. */
  | 'no-grant'
  /** Some grant gives it, and holds elsewhere. */
  | 'out-of-scope'
  /** Some grant gives it here on tickets one stands to otherwise. */
  | 'not-related'
  /** The access token was narrowed to less. */
  | 'limited-token'
  /** The permission is there, but the ticket cannot be seen. */
  | 'not-visible';

/** A decision of the policy with the grant that makes it, and how that reaches what was asked about. */
export type Verdict =
  | { readonly allowed: true; readonly grant: Grant; readonly as: 'everywhere' | Relation }
  | { readonly allowed: false; readonly because: Denial };

/** Permissions that some grant in whatever queue is enough for, when they are asked for without a ticket or a queue. */
const anywhere: ReadonlySet<Permission> = new Set([
  'queue:read',
  'user:read',
  'role:read',
  'grant:manage',
  'organisation:read',
] satisfies readonly Permission[]);

/** What the policy decides, and why. The policy alone: whether a ticket's state allows it is another question. */
export const explain = (actor: Actor, permission: Permission, about: About): Verdict => {
  const deciding = actor.grants.find((grant) => decides(actor, grant, permission, about));
  if (deciding === undefined) return { allowed: false, because: denialOf(actor, permission, about) };
  if (about.kind === 'ticket' && isHidden(actor, permission, about.ticket))
    return { allowed: false, because: 'not-visible' };
  return { allowed: true, grant: deciding, as: wayOf(actor, deciding, permission, about) };
};

/** The scopes within which a grant of the permission would have allowed it, the narrowest first. */
export const scopesFor = (permission: Permission, about: About): readonly Scope[] => {
  const global: Scope = { kind: 'global' };
  switch (about.kind) {
    case 'ticket': {
      const { queue, organisation } = about.ticket;
      const theirs = organisation === undefined ? [] : [{ kind: 'organisation' as const, organisation }];
      return [{ kind: 'queue', queue }, ...theirs, global];
    }
    case 'queue':
      return [{ kind: 'queue', queue: about.queue }, global];
    case 'installation':
      return anywhere.has(permission) || permission.startsWith('ticket:') ? [] : [global];
  }
};

const isHidden = (actor: Actor, permission: Permission, ticket: Placed): boolean =>
  permission.startsWith('ticket:') && permission !== 'ticket:open' && !may(actor, 'ticket:read', ticket);

const decides = (actor: Actor, grant: Grant, permission: Permission, about: About): boolean => {
  switch (about.kind) {
    case 'ticket':
      return allows(actor, grant, permission, about.ticket);
    case 'queue':
      return isEverywhere(extentFor(actor, grant, permission)) && holdsAt(grant, about);
    case 'installation':
      return isEverywhere(extentFor(actor, grant, permission)) && suffices(grant, permission);
  }
};

const isEverywhere = (extent: Extent | undefined): boolean => extent === 'everywhere';

const suffices = ({ scope }: Grant, permission: Permission): boolean =>
  scope.kind === 'global' ||
  (scope.kind === 'queue' && (anywhere.has(permission) || permission.startsWith('ticket:')));

const holdsAt = ({ scope }: Grant, about: About): boolean => {
  switch (about.kind) {
    case 'ticket':
      return scopesFor('ticket:read', about).some((one) => includes(scope, one));
    case 'queue':
      return includes(scope, { kind: 'queue', queue: about.queue });
    case 'installation':
      return scope.kind === 'global';
  }
};

const denialOf = (actor: Actor, permission: Permission, about: About): Denial => {
  const giving = actor.grants.filter(({ role }) => extentOf(role, permission) !== undefined);
  if (giving.length === 0) return 'no-grant';
  if (actor.limitedTo !== undefined && !actor.limitedTo.includes(permission)) return 'limited-token';
  return giving.some((grant) => holdsAt(grant, about)) ? 'not-related' : 'out-of-scope';
};

const wayOf = (actor: Actor, grant: Grant, permission: Permission, about: About): 'everywhere' | Relation => {
  const extent = extentFor(actor, grant, permission);
  if (about.kind !== 'ticket' || extent === undefined || extent === 'everywhere') return 'everywhere';
  return relationsOf(actor, about.ticket).find((relation) => extent.includes(relation)) ?? 'everywhere';
};
