import type { QueueId, UserId } from '../shared/ids.ts';
import type { Actor } from './actor.ts';
import { may, type Placed } from './policy.ts';
import { extentOf } from './roles.ts';

/**
 * Which tickets an actor may see, as data: rules ask {@link covers}, queries turn the same value into a WHERE
 * clause, so the two cannot drift. A ticket is seen when any part covers it.
 */
export type Visibility = {
  /** Tickets of these queues, or of every queue, seen as staff see them. */
  readonly staffOf: 'every-queue' | readonly QueueId[];
  /** The tickets this user requested, seen as a customer sees them. */
  readonly requestedBy: UserId | undefined;
  /** The tickets this user takes part in, seen as a customer sees them. */
  readonly participatedBy: UserId | undefined;
};

/** Who a view, a fact or a counter is for. Customers never learn of internal facts. */
export type Audience = 'staff' | 'customer';

/** Derives what an actor may see from the grants that allow `ticket:read`. */
export const visibilityOf = (actor: Actor): Visibility => {
  const queues: QueueId[] = [];
  let every = false;
  let own = false;
  let participant = false;
  for (const { role, scope } of actor.grants) {
    const extent = extentOf(role, 'ticket:read');
    if (extent === 'everywhere') {
      if (scope.kind === 'global') every = true;
      else queues.push(scope.queue);
    } else if (extent !== undefined) {
      own ||= extent.includes('own');
      participant ||= extent.includes('participant');
    }
  }
  return {
    staffOf: every ? 'every-queue' : queues,
    requestedBy: own ? actor.id : undefined,
    participatedBy: participant ? actor.id : undefined,
  };
};

/** Whether a visibility includes this ticket. */
export const covers = (visibility: Visibility, ticket: Placed): boolean =>
  coversAsStaff(visibility, ticket) ||
  (visibility.requestedBy !== undefined && ticket.requester === visibility.requestedBy) ||
  (visibility.participatedBy !== undefined && ticket.participants.includes(visibility.participatedBy));

/** Whether a visibility includes this ticket with its notes and staff fields. */
export const coversAsStaff = ({ staffOf }: Visibility, ticket: Pick<Placed, 'queue'>): boolean =>
  staffOf === 'every-queue' || staffOf.includes(ticket.queue);

/** As what an actor sees a ticket, or `undefined` when it does not exist for them. */
export const audienceFor = (actor: Actor, ticket: Placed): Audience | undefined => {
  if (may(actor, 'ticket:read-internal', ticket)) return 'staff';
  return may(actor, 'ticket:read', ticket) ? 'customer' : undefined;
};
