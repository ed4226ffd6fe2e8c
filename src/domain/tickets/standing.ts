import type { Actor } from '../access/actor.ts';
import { may } from '../access/policy.ts';
import type { Ticket } from './ticket.ts';

/**
 * Whether somebody acts for the support side here. A requester is a customer of their own ticket, whoever they are; an
 * agent stays one with an access token that reads no notes.
 */
export const isStaffOn = (ticket: Ticket, actor: Actor): boolean =>
  ticket.requester !== actor.id && may(unlimited(actor), 'ticket:read-internal', ticket);

/** An actor with all rights that they hold, whatever they act with. */
export const unlimited = (actor: Actor): Actor =>
  actor.limitedTo === undefined ? actor : { ...actor, limitedTo: undefined };
