import type { Actor } from '#domain/access/actor.ts';
import { holdsGlobally, mayInQueue } from '#domain/access/policy.ts';
import { defaultAcknowledgement, defaultQueueName, type Queue } from '#domain/queues/queue.ts';
import type { QueueRefusal } from '#domain/queues/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { daysUntilClosed } from '#domain/tickets/transitions.ts';
import type { IdSource } from '../ports/id-source.ts';
import { NameTaken, type StoredQueue } from '../ports/queue-store.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly ids: IdSource };

export type ListQueues = (actor: Actor) => Promise<Decision<readonly Queue[], QueueRefusal>>;

/** The queues whose tickets an actor works, by name. */
export const listQueues =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListQueues =>
  async (actor) => {
    const queues = await unitOfWork.run((tx) => tx.queues.all());
    const seen = queues.filter(({ id }) => mayInQueue(actor, 'queue:read', id));
    return seen.length > 0 || holdsGlobally(actor, 'queue:read')
      ? accept(seen)
      : refuse({ code: 'not-permitted', permission: 'queue:read' });
  };

export type MakeQueue = (
  queue: Omit<Queue, 'id'>,
  actor: Actor,
) => Promise<Decision<StoredQueue, QueueRefusal>>;

/** Makes a queue. */
export const makeQueue =
  ({ unitOfWork, ids }: Deps): MakeQueue =>
  async (wanted, actor) => {
    if (!holdsGlobally(actor, 'queue:manage'))
      return refuse({ code: 'not-permitted', permission: 'queue:manage' });
    const queue = { ...wanted, id: QueueId(ids.next()) };
    try {
      await unitOfWork.run(async (tx) => {
        await tx.queues.add(queue);
        await tx.audit.append({
          action: 'queue-made',
          actor: actor.id,
          subject: { kind: 'queue', id: queue.id },
          after: queue,
        });
      });
      return accept({ queue, version: 1 });
    } catch (error) {
      if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
      throw error;
    }
  };

export type EnsureDefaultQueue = () => Promise<void>;

/** Makes the queue that takes what names no other, unless it is there. Nodes that start at once make one. */
export const ensureDefaultQueue =
  ({ unitOfWork, ids }: Deps): EnsureDefaultQueue =>
  async () => {
    try {
      await unitOfWork.run(async (tx) => {
        if ((await tx.queues.named(defaultQueueName)) !== undefined) return;
        await tx.queues.add({
          id: QueueId(ids.next()),
          name: defaultQueueName,
          defaultPriority: 'normal',
          reopenWindowDays: 7,
          autoCloseDays: daysUntilClosed,
          followUpPolicy: 'follow-up',
          acknowledgement: defaultAcknowledgement,
          assignment: 'manual',
          capacity: undefined,
          isArchived: false,
        });
      });
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
    }
  };
