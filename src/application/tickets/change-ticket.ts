import type { Actor } from '#domain/access/actor.ts';
import { type Audience, audienceFor } from '#domain/access/visibility.ts';
import type { CategoryChoiceRefusal } from '#domain/categories/refusal.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { StoredTicket, TicketRef } from '../ports/stored-ticket.ts';
import type { MessageRecord } from '../ports/ticket-thread.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { unlessIncomplete } from './complete-when-solved.ts';
import { handOut } from './hand-out.ts';
import { type TicketView, viewAs } from './ticket-view.ts';

/** Every reason a use case about a ticket may say no. */
export type ChangeRefusal =
  | TicketRefusal
  | CategoryChoiceRefusal
  /** The caller has seen another version than the current one (RFC 9110 `If-Match`). */
  | { readonly code: 'version-mismatch'; readonly version: number }
  /** The author had not seen these, the last of the public messages that came after what they saw. */
  | { readonly code: 'unseen-messages'; readonly messages: readonly MessageRecord[] }
  /** Another ticket has this name in the host product. */
  | { readonly code: 'external-id-taken' }
  /** The queue named does not exist. */
  | { readonly code: 'unknown-queue' }
  /** The queue named takes no more tickets. */
  | { readonly code: 'queue-archived' }
  /** The other ticket named does not exist, or not for the actor. */
  | { readonly code: 'unknown-ticket' }
  /** The person named does not exist. */
  | { readonly code: 'unknown-requester' };

/** Which ticket, and the versions the caller would change; `undefined` for any. */
export type OnTicket = { readonly ticket: TicketRef; readonly ifMatch?: readonly number[] | undefined };

export type TicketChanged = Decision<TicketView, ChangeRefusal>;

/** A ticket to be changed, as its transaction found it. */
export type Found = {
  readonly tx: Transaction;
  readonly stored: StoredTicket;
  readonly ticket: Ticket;
  readonly queue: Queue;
  /** As what the actor sees it. */
  readonly audience: Audience;
};

type Decided = Decision<Change, ChangeRefusal>;

/** Loads a ticket, asks the domain, and saves what it decided: the one way a ticket changes. */
export const changeTicket = (
  unitOfWork: UnitOfWork,
  command: OnTicket,
  actor: Actor,
  decide: (found: Found) => Promise<Decided>,
): Promise<TicketChanged> =>
  onTicket(unitOfWork, command, actor, async (found) => {
    const decided = await unlessIncomplete(found, actor, await decide(found));
    const decision = asSeen(found, command, decided);
    if (!decision.ok) return decision;
    const change = await handOut(found.tx, found.ticket, decision.outcome);
    return accept(viewAs(found.audience, await found.tx.tickets.save(found.stored, change)));
  });

/** Does something with a ticket in one transaction, if it exists for the actor. */
export const onTicket = <Outcome, Refusal = ChangeRefusal>(
  unitOfWork: UnitOfWork,
  { ticket: ref }: OnTicket,
  actor: Actor,
  work: (found: Found) => Promise<Decision<Outcome, Refusal>>,
): Promise<Decision<Outcome, Refusal | { readonly code: 'not-found' }>> =>
  unitOfWork.run(async (tx) => {
    const stored = await tx.tickets.find(ref);
    const audience = stored && audienceFor(actor, stored.ticket);
    if (stored === undefined || audience === undefined) return refuse({ code: 'not-found' });
    const { ticket } = stored;
    return work({ tx, stored, ticket, queue: await queueOf(tx, ticket), audience });
  });

/** What was decided, unless the caller has seen another version: that matters less than a missing right, more than the rest. */
export const asSeen = <Outcome>(
  { audience, stored }: Pick<Found, 'audience' | 'stored'>,
  { ifMatch }: OnTicket,
  decision: Decision<Outcome, ChangeRefusal>,
): Decision<Outcome, ChangeRefusal> => {
  const { version } = viewAs(audience, stored);
  const isForbidden = !decision.ok && decision.refusal.code === 'not-permitted';
  const isCurrent = ifMatch === undefined || ifMatch.includes(version);
  return isForbidden || isCurrent ? decision : refuse({ code: 'version-mismatch', version });
};

/** The queue of a stored ticket; the schema promises that there is one. */
export const queueOf = async (tx: Pick<Transaction, 'queues'>, ticket: Ticket): Promise<Queue> => {
  const queue = await tx.queues.find(ticket.queue);
  if (queue === undefined) throw new Error(`ticket ${ticket.id} is in a queue that does not exist`);
  return queue;
};
