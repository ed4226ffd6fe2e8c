import type { Actor } from '#domain/access/actor.ts';
import { may } from '#domain/access/policy.ts';
import { neededToOpenFor } from '#domain/tickets/open.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';

export type MayStillOpen = (ref: TicketRef, actor: Actor) => Promise<boolean>;

/** Whether an actor might open a ticket for the same requester where this one is, which takes no right to see it. */
export const mayStillOpen =
  (deps: { readonly reader: TicketReader }): MayStillOpen =>
  async (ref, actor) => {
    const ticket = (await deps.reader.find(ref))?.ticket;
    return (
      ticket !== undefined &&
      neededToOpenFor(ticket.requester, actor).every((permission) => may(actor, permission, ticket))
    );
  };
