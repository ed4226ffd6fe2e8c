import type { StoredQueue } from '#application/ports/queue-store.ts';
import type { ListQueues, MakeQueue } from '#application/queues/queues.ts';
import type { ReadQueue, ReviseQueue } from '#application/queues/revise-queue.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import {
  NewQueueSchema,
  presentQueue,
  QueueRevisionSchema,
  QueueSchema,
  queueProblem,
} from '../../wire/queue.ts';
import { queueId, z } from '../../wire/schemas.ts';
import { type Answer, json, raise } from '../answer.ts';
import { etag } from '../conditions.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const params = z.object({ id: queueId.openapi({ description: 'The id of a queue.' }) });

const queueAnswer = {
  description: 'The queue as it now is.',
  schema: QueueSchema,
  headers: { ETag: 'Its version.' },
};

type QueueRoutesDeps = {
  readonly listQueues: ListQueues;
  readonly readQueue: ReadQueue;
  readonly makeQueue: MakeQueue;
  readonly reviseQueue: ReviseQueue;
};

const queueJson = (
  status: number,
  { queue, version }: StoredQueue,
  headers: Record<string, string> = {},
): Answer => json(status, presentQueue(queue), { etag: etag(version), ...headers });

/** The queues that tickets live in. */
export const queueRoutes = (deps: QueueRoutesDeps): readonly Route[] => {
  const exists = async ({ params: { id }, caller }: Named<{ readonly id: QueueId }>): Promise<boolean> =>
    (await deps.readQueue(id, caller.actor)) !== undefined;
  const revised = async (...wanted: Parameters<ReviseQueue>): Promise<Answer> => {
    const queue = await deps.reviseQueue(...wanted);
    return queue.ok ? queueJson(200, queue.outcome) : raise(queueProblem(queue.refusal));
  };
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/queues',
      operationId: 'listQueues',
      tag: 'Queues',
      summary: 'List the queues whose tickets one works',
      inputs: {},
      answers: {
        200: {
          description: 'All of them, by name; archived ones, too.',
          schema: z.object({ items: z.array(QueueSchema), nextCursor: z.null() }).openapi('QueueList'),
        },
      },
      problems: ['not-permitted'],
      handle: async ({ caller }) => {
        const queues = await deps.listQueues(caller.actor);
        return queues.ok
          ? json(200, { items: queues.outcome.map(presentQueue), nextCursor: null })
          : raise(queueProblem(queues.refusal));
      },
    }),
    signedInRoute({
      method: 'get',
      path: '/v1/queues/{id}',
      operationId: 'readQueue',
      tag: 'Queues',
      summary: 'Read a queue whose tickets one works',
      inputs: { params },
      answers: { 200: { ...queueAnswer, description: 'The queue.' } },
      exists,
      handle: async ({ params: { id }, caller }) => {
        const stored = await deps.readQueue(id, caller.actor);
        return stored ? queueJson(200, stored) : raise({ code: 'not-found' });
      },
    }),
    signedInRoute({
      method: 'post',
      path: '/v1/queues',
      operationId: 'makeQueue',
      tag: 'Queues',
      summary: 'Make a queue',
      description: 'For admins. Its members are invited into it.',
      idempotent: true,
      inputs: { body: NewQueueSchema },
      answers: {
        201: {
          description: 'Made.',
          schema: QueueSchema,
          headers: { Location: 'Where it is.', ETag: 'Its version.' },
        },
      },
      problems: ['not-permitted', 'name-taken'],
      handle: async ({ body: { acknowledgement, capacity, autoCloseDays, ...queue }, caller }) => {
        const wanted = {
          ...{ ...queue, acknowledgement: acknowledgement ?? undefined },
          ...{
            capacity: capacity ?? undefined,
            autoCloseDays: autoCloseDays ?? undefined,
            isArchived: false,
          },
        };
        const made = await deps.makeQueue(wanted, caller.actor);
        if (!made.ok) return raise(queueProblem(made.refusal));
        const location = `/v1/queues/${made.outcome.queue.id}`;
        return queueJson(201, made.outcome, { location });
      },
    }),
    signedInRoute({
      method: 'patch',
      path: '/v1/queues/{id}',
      operationId: 'reviseQueue',
      tag: 'Queues',
      summary: 'Change the rules of a queue',
      description:
        'For admins. They hold for the tickets in it, too; nodes other than the one asked follow within seconds. The queue Support takes what names no queue: it keeps its name and is never archived (`default-queue`).',
      conditional: true,
      inputs: { params, body: QueueRevisionSchema },
      answers: { 200: queueAnswer },
      problems: ['not-permitted', 'name-taken', 'default-queue'],
      exists,
      handle: ({ params: { id }, body, caller, ifMatch }) =>
        revised({ queue: id, ifMatch, revision: body }, caller.actor),
    }),
    signedInRoute({
      method: 'delete',
      path: '/v1/queues/{id}',
      operationId: 'archiveQueue',
      tag: 'Queues',
      summary: 'Archive a queue (nothing is deleted)',
      description:
        'For admins. No ticket is opened in it or moved to it any more; those in it stay, and are worked as before. The same as changing `isArchived`, which takes it back, too.',
      conditional: true,
      inputs: { params },
      answers: { 200: queueAnswer },
      problems: ['not-permitted', 'default-queue'],
      exists,
      handle: ({ params: { id }, caller, ifMatch }) =>
        revised({ queue: id, ifMatch, revision: { isArchived: true } }, caller.actor),
    }),
  ];
};
