import type { Actor } from '#domain/access/actor.ts';
import { mayInQueue } from '#domain/access/policy.ts';
import type { QueueRefusal } from '#domain/queues/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import type { RetentionPlan } from '../ports/retention.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type ReadRetention = (queue: QueueId) => Promise<number | undefined>;

/** For how many days a queue keeps the texts of closed tickets; `undefined` for ever. */
export const readRetention =
  (deps: { readonly retentionPlan: RetentionPlan }): ReadRetention =>
  async (queue) =>
    (await deps.retentionPlan.rules()).find((rule) => rule.queue === queue)?.days;

export type SetRetention = (
  wanted: { readonly queue: QueueId; readonly days: number | undefined },
  actor: Actor,
) => Promise<Decision<'set', QueueRefusal>>;

/** Says for how long a queue keeps the texts of closed tickets. */
export const setRetention =
  (deps: { readonly unitOfWork: UnitOfWork }): SetRetention =>
  async ({ queue, days }, actor) => {
    if (!mayInQueue(actor, 'queue:manage', queue)) {
      return refuse({ code: 'not-permitted', permission: 'queue:manage' });
    }
    await deps.unitOfWork.run(async (tx) => {
      const before = await tx.retention.set(queue, days);
      if (before === days) return;
      await tx.audit.append({
        action: 'retention-changed',
        actor: actor.id,
        subject: { kind: 'queue', id: queue },
        before: { days: before ?? null },
        after: { days: days ?? null },
      });
    });
    return accept('set');
  };
