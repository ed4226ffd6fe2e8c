import type { QueueId, UserId } from '../shared/ids.ts';
import type { Actor, Grant, Scope } from './actor.ts';
import type { Permission } from './permissions.ts';
import { type Extent, extentOf, type Relation } from './roles.ts';

/** What the policy needs to know of a ticket. */
export type Placed = {
  readonly requester: UserId;
  readonly participants: readonly UserId[];
  readonly assignee: UserId | undefined;
  readonly queue: QueueId;
};

/** Whether an actor may do this to this ticket. Deny by default: no grant, no right. */
export const may = (actor: Actor, permission: Permission, ticket: Placed): boolean =>
  actor.grants.some((grant) => {
    const extent = extentOf(grant.role, permission);
    return extent !== undefined && inScope(grant.scope, ticket.queue) && reaches(extent, actor.id, ticket);
  });

/** Whether an actor may do this in this queue, where there is no ticket yet. */
export const mayInQueue = (actor: Actor, permission: Permission, queue: QueueId): boolean =>
  actor.grants.some((grant) => holdsEverywhere(grant, permission) && inScope(grant.scope, queue));

/** Whether an actor holds a permission that is about no ticket and no queue: some grant, in whatever scope, gives it. */
export const holds = (actor: Actor, permission: Permission): boolean =>
  actor.grants.some((grant) => holdsEverywhere(grant, permission));

/** Whether an actor holds a permission over the whole installation. */
export const holdsGlobally = (actor: Actor, permission: Permission): boolean =>
  actor.grants.some((grant) => grant.scope.kind === 'global' && holdsEverywhere(grant, permission));

const holdsEverywhere = (grant: Grant, permission: Permission): boolean =>
  extentOf(grant.role, permission) === 'everywhere';

const inScope = (scope: Scope, queue: QueueId): boolean => scope.kind === 'global' || scope.queue === queue;

const reaches = (extent: Extent, user: UserId, ticket: Placed): boolean =>
  extent === 'everywhere' || extent.some((relation) => stands[relation](user, ticket));

const stands: Record<Relation, (user: UserId, ticket: Placed) => boolean> = {
  own: (user, ticket) => ticket.requester === user,
  participant: (user, ticket) => ticket.participants.includes(user),
  assigned: (user, ticket) => ticket.assignee === user,
};
