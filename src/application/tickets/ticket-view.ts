import type { Actor } from '#domain/access/actor.ts';
import { type Audience, audienceFor } from '#domain/access/visibility.ts';
import { noValues } from '#domain/fields/field-value.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';

/** A ticket as one audience sees it. What a customer sees is what the public facts alone tell. */
export type TicketView = {
  readonly audience: Audience;
  readonly ticket: Ticket;
  readonly number: number;
  readonly version: number;
  readonly updatedAt: Date;
};

/** A ticket as this actor sees it, or `undefined` when it does not exist for them. */
export const viewFor = (actor: Actor, stored: StoredTicket): TicketView | undefined => {
  const audience = audienceFor(actor, stored.ticket);
  return audience && viewAs(audience, stored);
};

/** The same of one whose thread, people and links are its own: what a merged ticket had is read at its survivor. */
export const ownViewFor = (actor: Actor, stored: StoredTicket): TicketView | undefined =>
  stored.ticket.status === 'merged' ? undefined : viewFor(actor, stored);

/**
 * A ticket as an audience sees it. For customers queue and priority are those it was opened with, and there is neither
 * assignee nor tags nor external id nor staff's custom fields: all of these change by internal facts, which must not show.
 */
export const viewAs = (audience: Audience, stored: StoredTicket): TicketView => {
  const { ticket, number } = stored;
  if (audience === 'staff')
    return { audience, ticket, number, version: stored.version, updatedAt: stored.updatedAt };
  return {
    audience,
    ticket: {
      ...ticket,
      ...ticket.openedIn,
      ...{ assignee: undefined, tags: [], staffFields: noValues, externalId: undefined },
    },
    number,
    version: stored.publicVersion,
    updatedAt: stored.publicUpdatedAt,
  };
};
