import type { OrganisationId, QueueId, UserId } from '../shared/ids.ts';
import type { Actor, Grant } from './actor.ts';
import type { Permission } from './permissions.ts';
import { type Extent, extentOf, type Relation, relations } from './roles.ts';
import { holdsIn, includes, type Scope } from './scope.ts';

/** What the policy needs to know of a ticket. */
export type Placed = {
  readonly requester: UserId;
  readonly participants: readonly UserId[];
  readonly assignee: UserId | undefined;
  readonly queue: QueueId;
  /** The organisation its requester was a member of when it was opened. */
  readonly organisation?: OrganisationId | undefined;
};

/** Whether an actor may do this to this ticket. Deny by default: no grant, no right. */
export const may = (actor: Actor, permission: Permission, ticket: Placed): boolean =>
  actor.grants.some((grant) => allows(actor, grant, permission, ticket));

/** Whether this one grant lets an actor do this to this ticket. */
export const allows = (actor: Actor, grant: Grant, permission: Permission, ticket: Placed): boolean => {
  const extent = extentFor(actor, grant, permission);
  return extent !== undefined && holdsIn(grant.scope, ticket) && reaches(extent, actor, ticket);
};

/** Whether an actor may do this anywhere within a scope. */
export const mayWithin = (actor: Actor, permission: Permission, scope: Scope): boolean =>
  actor.grants.some(
    (grant) => extentFor(actor, grant, permission) === 'everywhere' && includes(grant.scope, scope),
  );

/** Whether an actor may do this in this queue, where there is no ticket yet. */
export const mayInQueue = (actor: Actor, permission: Permission, queue: QueueId): boolean =>
  mayWithin(actor, permission, { kind: 'queue', queue });

/** Whether an actor holds a permission over the whole installation. */
export const holdsGlobally = (actor: Actor, permission: Permission): boolean =>
  mayWithin(actor, permission, { kind: 'global' });

/**
 * Whether an actor holds a permission that is about no ticket and no queue: some grant gives it, in whatever queue. What
 * is granted within an organisation says nothing about the rest of the installation.
 */
export const holds = (actor: Actor, permission: Permission): boolean =>
  actor.grants.some(
    (grant) => grant.scope.kind !== 'organisation' && extentFor(actor, grant, permission) === 'everywhere',
  );

/**
 * Where, inside the scope of a grant, an actor holds a permission: what the role allows, unless the actor is limited to
 * less. Whoever may read a ticket with its notes may read it.
 */
export const extentFor = (actor: Actor, { role }: Grant, permission: Permission): Extent | undefined => {
  const extent = isWithinLimit(actor, permission) ? extentOf(role, permission) : undefined;
  if (permission !== 'ticket:read' || !isWithinLimit(actor, 'ticket:read-internal')) return extent;
  return both(extent, extentOf(role, 'ticket:read-internal'));
};

/** How an actor stands to a ticket, in every way they do. */
export const relationsOf = (actor: Actor, ticket: Placed): readonly Relation[] =>
  relations.filter((relation) => stands[relation](actor, ticket));

const isWithinLimit = ({ limitedTo }: Actor, permission: Permission): boolean =>
  limitedTo === undefined || limitedTo.includes(permission);

const both = (one: Extent | undefined, other: Extent | undefined): Extent | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  if (one === 'everywhere' || other === 'everywhere') return 'everywhere';
  return [...new Set([...one, ...other])];
};

const reaches = (extent: Extent, actor: Actor, ticket: Placed): boolean =>
  extent === 'everywhere' || extent.some((relation) => stands[relation](actor, ticket));

const stands: Record<Relation, (actor: Actor, ticket: Placed) => boolean> = {
  own: ({ id }, ticket) => ticket.requester === id,
  participant: ({ id }, ticket) => ticket.participants.includes(id),
  assigned: ({ id }, ticket) => ticket.assignee === id,
  colleague: ({ sharedOrganisation }, ticket) =>
    sharedOrganisation !== undefined && ticket.organisation === sharedOrganisation,
};

/** Whether an actor stands to a ticket in this way. */
export const standsTo = (actor: Actor, relation: Relation, ticket: Placed): boolean =>
  stands[relation](actor, ticket);
