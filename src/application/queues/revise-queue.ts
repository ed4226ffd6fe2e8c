import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import type { QueueRefusal } from '#domain/queues/refusal.ts';
import { type QueueRevision, reviseQueue as revise, sameRules } from '#domain/queues/revise-queue.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after as later, seconds } from '#domain/shared/duration.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { closesSooner } from '#domain/tickets/closing.ts';
import type { Clock } from '../ports/clock.ts';
import { NameTaken, type StoredQueue } from '../ports/queue-store.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork };

/** How long after a change no node goes by the rules of before any more. */
const knownEverywhereAfter = seconds(10);

export type ReadQueue = (id: QueueId, actor: Actor) => Promise<StoredQueue | undefined>;

/** One queue as it is right now, for whoever works it; for others there is none. */
export const readQueue =
  ({ unitOfWork }: Deps): ReadQueue =>
  async (id, actor) =>
    mayInQueue(actor, 'queue:read', id) ? unitOfWork.run((tx) => tx.queues.stored(id)) : undefined;

export type ReviseQueue = (
  command: {
    readonly queue: QueueId;
    /** The versions the caller would change; `undefined` for any. */
    readonly ifMatch: readonly number[] | undefined;
    readonly revision: QueueRevision;
  },
  actor: Actor,
) => Promise<
  Decision<StoredQueue, QueueRefusal | { readonly code: 'version-mismatch'; readonly version: number }>
>;

/** Changes the rules of a queue: on this node at once, on others within seconds. */
export const reviseQueue =
  ({ unitOfWork, clock }: Deps & { readonly clock: Clock }): ReviseQueue =>
  async ({ queue: id, ifMatch, revision }, actor) => {
    try {
      return await unitOfWork.run(async (tx) => {
        const stored = await tx.queues.hold(id);
        if (stored === undefined || !mayInQueue(actor, 'queue:read', id))
          return refuse({ code: 'not-found' });
        const { queue: before, version } = stored;
        const decision = revise(before, { by: actor, revision });
        if (!decision.ok && decision.refusal.code === 'not-permitted') return decision;
        if (ifMatch !== undefined && !ifMatch.includes(version))
          return refuse({ code: 'version-mismatch', version });
        if (!decision.ok) return decision;
        const after = decision.outcome;
        if (sameRules(after, before)) return accept(stored);
        const revised = { queue: after, version: version + 1 };
        await tx.queues.replace(revised);
        if (closesSooner(after, before))
          await tx.closingReviews.begin(id, later(clock.now(), knownEverywhereAfter));
        await tx.audit.append({
          ...{ action: 'queue-changed', actor: actor.id, before, after },
          subject: { kind: 'queue', id },
        });
        return accept(revised);
      });
    } catch (error) {
      if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
      throw error;
    }
  };
