import type { Actor } from '#domain/access/actor.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { type TicketView, viewAs } from './ticket-view.ts';

/** Every reason a use case about a ticket may say no. */
export type ChangeRefusal =
  | TicketRefusal
  /** The caller has seen another version than the current one (RFC 9110 `If-Match`). */
  | { readonly code: 'version-mismatch'; readonly version: number }
  /** The queue named does not exist. */
  | { readonly code: 'unknown-queue' }
  /** The person named does not exist. */
  | { readonly code: 'unknown-requester' };

/** Which ticket, and the versions the caller would change; `undefined` for any. */
export type OnTicket = { readonly ticket: TicketRef; readonly ifMatch?: readonly number[] | undefined };

export type TicketChanged = Decision<TicketView, ChangeRefusal>;

type Decide = (found: {
  readonly ticket: Ticket;
  readonly queue: Queue;
  readonly tx: Transaction;
}) => Promise<Decision<Change, ChangeRefusal>>;

/** Loads a ticket, asks the domain, and saves what it decided: the one way a ticket changes. */
export const changeTicket = (
  unitOfWork: UnitOfWork,
  { ticket: ref, ifMatch }: OnTicket,
  actor: Actor,
  decide: Decide,
): Promise<TicketChanged> =>
  unitOfWork.run(async (tx) => {
    const found = await tx.tickets.find(ref);
    const audience = found && audienceFor(actor, found.ticket);
    if (found === undefined || audience === undefined) return refuse({ code: 'not-found' });

    const decision = await decide({ ticket: found.ticket, queue: await queueOf(tx, found.ticket), tx });
    if (!decision.ok && decision.refusal.code === 'not-permitted') return decision;
    const { version } = viewAs(audience, found);
    if (ifMatch !== undefined && !ifMatch.includes(version))
      return refuse({ code: 'version-mismatch', version });
    if (!decision.ok) return decision;
    return accept(viewAs(audience, await tx.tickets.save(found, decision.outcome)));
  });

/** The queue of a stored ticket; the schema promises that there is one. */
export const queueOf = async (tx: Transaction, ticket: Ticket): Promise<Queue> => {
  const queue = await tx.queues.find(ticket.queue);
  if (queue === undefined) throw new Error(`ticket ${ticket.id} is in a queue that does not exist`);
  return queue;
};
