import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally, mayInQueue } from '#domain/access/policy.ts';
import type { QueueRefusal } from '#domain/queues/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueCounts, TicketCounts } from '../ports/ticket-counts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type CountTickets = (actor: Actor) => Promise<Decision<readonly QueueCounts[], QueueRefusal>>;

/** How many tickets there are in the queues in which an actor may see each of them, by the names of the queues. */
export const countTickets =
  (deps: { readonly unitOfWork: UnitOfWork; readonly ticketCounts: TicketCounts }): CountTickets =>
  async (actor) => {
    const queues = await deps.unitOfWork.run((tx) => tx.queues.all());
    const read = queues.filter(({ id }) => mayInQueue(actor, 'queue:read', id));
    if (read.length === 0 && !holdsGlobally(actor, 'queue:read'))
      return refuse({ code: 'not-permitted', permission: 'queue:read' });
    const seen = read.filter(({ id }) => mayInQueue(actor, 'ticket:read-internal', id));
    return accept(await deps.ticketCounts.of(seen.map(({ id }) => id)));
  };
