import type { OrganisationId, UserId } from '../shared/ids.ts';
import type { Actor } from './actor.ts';
import type { Permission } from './permissions.ts';
import { extentFor, may, type Placed, standsTo } from './policy.ts';
import type { Relation } from './roles.ts';
import { holdsIn, includes, type Scope } from './scope.ts';

/** Who a view, a fact or a counter is for. Customers never learn of internal facts. */
export type Audience = 'staff' | 'customer';

/** One way of seeing tickets: those of a scope that one stands to so, with their notes and staff fields or without. */
export type Sight = {
  readonly audience: Audience;
  readonly scope: Scope;
  readonly as: 'anybody' | Relation;
};

/**
 * Which tickets an actor may see, as data: rules ask {@link covers}, queries turn the same value into a WHERE
 * clause, so the two cannot drift. A ticket is seen when any sight covers it, as staff when one of those does.
 */
export type Visibility = {
  readonly viewer: UserId;
  readonly sharedOrganisation: OrganisationId | undefined;
  /** None of them is within another; those of staff come first. */
  readonly sights: readonly Sight[];
};

/** Derives what an actor may see from the grants that allow to read tickets. */
export const visibilityOf = (actor: Actor): Visibility => {
  const all = [
    ...sightsBy(actor, 'ticket:read-internal', 'staff'),
    ...sightsBy(actor, 'ticket:read', 'customer'),
  ];
  return {
    viewer: actor.id,
    sharedOrganisation: actor.sharedOrganisation,
    sights: all.filter(
      (sight, index) =>
        !all.some(
          (other, at) => (at < index || !isWithin(other, sight)) && at !== index && isWithin(sight, other),
        ),
    ),
  };
};

/** Whether a visibility includes this ticket. */
export const covers = (visibility: Visibility, ticket: Placed): boolean =>
  visibility.sights.some((sight) => isSeen(visibility, sight, ticket));

/** Whether a visibility includes this ticket with its notes and staff fields. */
export const coversAsStaff = (visibility: Visibility, ticket: Placed): boolean =>
  visibility.sights.some((sight) => sight.audience === 'staff' && isSeen(visibility, sight, ticket));

/** As what an actor sees a ticket, or `undefined` when it does not exist for them. */
export const audienceFor = (actor: Actor, ticket: Placed): Audience | undefined => {
  if (may(actor, 'ticket:read-internal', ticket)) return 'staff';
  return may(actor, 'ticket:read', ticket) ? 'customer' : undefined;
};

const sightsBy = (actor: Actor, permission: Permission, audience: Audience): readonly Sight[] =>
  actor.grants.flatMap((grant): readonly Sight[] => {
    const extent = extentFor(actor, grant, permission);
    if (extent === undefined) return [];
    const ways = extent === 'everywhere' ? (['anybody'] as const) : extent;
    return ways
      .filter((as) => as !== 'colleague' || actor.sharedOrganisation !== undefined)
      .map((as) => ({ audience, scope: grant.scope, as }));
  });

/** Whether one sight shows nothing that the other does not show at least as well. */
const isWithin = (one: Sight, other: Sight): boolean =>
  (other.audience === 'staff' || one.audience === 'customer') &&
  includes(other.scope, one.scope) &&
  (other.as === 'anybody' || other.as === one.as);

const isSeen = ({ viewer, sharedOrganisation }: Visibility, { scope, as }: Sight, ticket: Placed): boolean =>
  holdsIn(scope, ticket) &&
  (as === 'anybody' || standsTo({ id: viewer, grants: [], sharedOrganisation }, as, ticket));
