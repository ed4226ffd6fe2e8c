import type { ListQueues } from '#application/queues/queues.ts';
import type { ReadRetention, SetRetention } from '#application/retention/retention-rules.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { queueProblem } from '../../wire/queue.ts';
import { queueId, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const RetentionSchema = z
  .strictObject({
    days: z.int().min(1).max(36_500).nullable().openapi({
      description: 'Days after which the texts of a closed ticket go; null keeps them for ever.',
    }),
  })
  .openapi('Retention', { example: { days: 730 } });

export type RetentionRoutesDeps = {
  readonly listQueues: ListQueues;
  readonly readRetention: ReadRetention;
  readonly setRetention: SetRetention;
};

const params = z.object({ id: queueId.openapi({ description: 'The id of a queue.' }) });

/** For how long a queue keeps what people wrote. */
export const retentionRoutes = (deps: RetentionRoutesDeps): readonly Route[] => {
  const exists = async ({ params, caller }: Named<{ readonly id: QueueId }>): Promise<boolean> => {
    const queues = await deps.listQueues(caller.actor);
    return queues.ok && queues.outcome.some(({ id }) => id === params.id);
  };
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/queues/{id}/retention',
      operationId: 'readRetention',
      tag: 'Privacy',
      summary: 'Read how long a queue keeps texts',
      inputs: { params },
      answers: { 200: { description: 'The rule.', schema: RetentionSchema } },
      exists,
      handle: async ({ params, caller }) => {
        if (!(await exists({ params, caller }))) return raise({ code: 'not-found' });
        return json(200, { days: (await deps.readRetention(params.id)) ?? null });
      },
    }),
    signedInRoute({
      method: 'put',
      path: '/v1/queues/{id}/retention',
      operationId: 'setRetention',
      tag: 'Privacy',
      summary: 'Say how long a queue keeps texts',
      description:
        'Once a day, subject and messages of tickets that have been closed for so long are emptied for good; their times and counts stay. `npm run retention` counts what that would be.',
      inputs: { params, body: RetentionSchema },
      answers: { 200: { description: 'The rule, as it now is.', schema: RetentionSchema } },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params, body, caller }) => {
        if (!(await exists({ params, caller }))) return raise({ code: 'not-found' });
        const set = await deps.setRetention({ queue: params.id, days: body.days ?? undefined }, caller.actor);
        return set.ok ? json(200, { days: body.days }) : raise(queueProblem(set.refusal));
      },
    }),
  ];
};
