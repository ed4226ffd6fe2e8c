import type { Actor, Grant } from './actor.ts';
import type { Permission } from './permissions.ts';
import { extentFor } from './policy.ts';
import { type Extent, type Relation, rightsOf } from './roles.ts';
import { includes, type Scope } from './scope.ts';

/** The first right of a grant that an actor does not hold themselves: nobody hands on, or takes, what is beyond them. */
export const beyond = (actor: Actor, { role, scope }: Grant): Permission | undefined =>
  (Object.entries(rightsOf(role)) as [Permission, Extent][]).find(
    ([permission, extent]) => !holdsAtLeast(actor, permission, extent, scope),
  )?.[0];

const holdsAtLeast = (actor: Actor, permission: Permission, extent: Extent, scope: Scope): boolean => {
  const held = actor.grants.flatMap((grant) =>
    includes(grant.scope, scope) ? [extentFor(actor, grant, permission)] : [],
  );
  const reaches = (way: 'everywhere' | Relation): boolean =>
    held.some((one) => one === 'everywhere' || (way !== 'everywhere' && one?.includes(way) === true));
  return extent === 'everywhere' ? reaches('everywhere') : extent.every(reaches);
};
