import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { claim } from '#domain/tickets/hold.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { ChangeRefusal } from '../tickets/change-ticket.ts';
import { type TicketView, viewAs } from '../tickets/ticket-view.ts';

export type TakeNextTicket = (
  queue: QueueId,
  actor: Actor,
) => Promise<Decision<TicketView | undefined, ChangeRefusal>>;

/**
 * Claims the first ticket of a queue that waits, that nobody holds and that the actor did not raise; `undefined` when there
 * is none. Of those who ask at once each gets another one.
 */
export const takeNextTicket =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): TakeNextTicket =>
  (queue, actor) =>
    unitOfWork.run(async (tx) => {
      if (!mayInQueue(actor, 'queue:read', queue) || (await tx.queues.find(queue)) === undefined)
        return refuse({ code: 'not-found' });
      if (!mayInQueue(actor, 'ticket:claim', queue))
        return refuse({ code: 'not-permitted', permission: 'ticket:claim' });
      const stored = await tx.tickets.nextIn(queue, actor.id);
      if (stored === undefined) return accept(undefined);
      const decision = claim(stored.ticket, { by: actor, at: clock.now() });
      if (!decision.ok) return decision;
      return accept(viewAs('staff', await tx.tickets.save(stored, decision.outcome)));
    });
