import type { ListQueues, MakeQueue, QueueRefusal } from '#application/queues/queues.ts';
import { defaultAcknowledgement, followUpPolicies, type Queue } from '#domain/queues/queue.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Problem } from '../../wire/problem.ts';
import { line, queueId, shownId, text, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const QueueSchema = z
  .object({
    id: shownId,
    name: z.string(),
    defaultPriority: z.enum(priorities).openapi({ description: 'Of tickets that name none.' }),
    reopenWindowDays: z.int().openapi({ description: 'How long after solving a customer may reopen.' }),
    followUpPolicy: z
      .enum(followUpPolicies)
      .openapi({ description: 'What a customer’s message to a closed ticket does.' }),
    acknowledgement: z
      .string()
      .nullable()
      .openapi({ description: 'What new tickets are answered automatically; null is off.' }),
  })
  .openapi('Queue');

const NewQueueSchema = z
  .strictObject({
    name: line({ min: 1, max: 100 }),
    defaultPriority: z.enum(priorities).default('normal'),
    reopenWindowDays: z.int().min(0).max(365).default(7),
    followUpPolicy: z.enum(followUpPolicies).default('follow-up'),
    acknowledgement: text({ min: 1, max: 10_000 }).nullable().default(defaultAcknowledgement),
  })
  .openapi('NewQueue', { example: { name: 'Billing', defaultPriority: 'normal', reopenWindowDays: 14 } });

const present = (queue: Queue) => ({
  id: queue.id,
  name: queue.name,
  defaultPriority: queue.defaultPriority,
  reopenWindowDays: queue.reopenWindowDays,
  followUpPolicy: queue.followUpPolicy,
  acknowledgement: queue.acknowledgement ?? null,
});

const problemOf = (refusal: QueueRefusal): Problem =>
  refusal.code === 'not-permitted'
    ? { code: 'not-permitted', facts: { permission: refusal.permission } }
    : { code: 'name-taken' };

type QueueRoutesDeps = { readonly listQueues: ListQueues; readonly makeQueue: MakeQueue };

/** The queue a path names, as far as its caller may see it. */
const seen = async (
  { listQueues }: QueueRoutesDeps,
  { params, caller }: Named<{ readonly id: QueueId }>,
): Promise<Queue | undefined> => {
  const queues = await listQueues(caller.actor);
  return queues.ok ? queues.outcome.find(({ id }) => id === params.id) : undefined;
};

/** The queues that tickets live in. */
export const queueRoutes = (deps: QueueRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/queues',
    operationId: 'listQueues',
    tag: 'Queues',
    summary: 'List the queues whose tickets one works',
    inputs: {},
    answers: {
      200: {
        description: 'All of them, by name.',
        schema: z.object({ items: z.array(QueueSchema), nextCursor: z.null() }).openapi('QueueList'),
      },
    },
    problems: ['not-permitted'],
    handle: async ({ caller }) => {
      const queues = await deps.listQueues(caller.actor);
      return queues.ok
        ? json(200, { items: queues.outcome.map(present), nextCursor: null })
        : raise(problemOf(queues.refusal));
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/queues/{id}',
    operationId: 'readQueue',
    tag: 'Queues',
    summary: 'Read a queue whose tickets one works',
    inputs: { params: z.object({ id: queueId.openapi({ description: 'The id of a queue.' }) }) },
    answers: { 200: { description: 'The queue.', schema: QueueSchema } },
    exists: async (named) => (await seen(deps, named)) !== undefined,
    handle: async (named) => {
      const queue = await seen(deps, named);
      return queue ? json(200, present(queue)) : raise({ code: 'not-found' });
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
    answers: { 201: { description: 'Made.', schema: QueueSchema, headers: { Location: 'Where it is.' } } },
    problems: ['not-permitted', 'name-taken'],
    handle: async ({ body, caller }) => {
      const { acknowledgement, ...queue } = body;
      const made = await deps.makeQueue(
        { ...queue, acknowledgement: acknowledgement ?? undefined },
        caller.actor,
      );
      if (!made.ok) return raise(problemOf(made.refusal));
      return json(201, present(made.outcome), { location: `/v1/queues/${made.outcome.id}` });
    },
  }),
];
