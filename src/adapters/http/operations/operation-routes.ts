import type { Readiness } from '#application/ports/readiness.ts';
import { z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { openRoute, type Route } from '../route.ts';

export type OperationRoutesDeps = {
  readonly readiness: Readiness;
  /** Whether the node is on its way out. */
  readonly isStopping: () => boolean;
  readonly openApi: () => object;
  readonly asyncApi: () => object;
};

const documentSchema = z.record(z.string(), z.unknown());

/** What operators and tools ask for. */
export const operationRoutes = (deps: OperationRoutesDeps): readonly Route[] => [
  openRoute({
    method: 'get',
    path: '/health/live',
    operationId: 'live',
    tag: 'Operations',
    summary: 'Whether the process runs',
    unlimited: true,
    inputs: {},
    answers: { 200: { description: 'It does.', schema: z.object({ status: z.literal('ok') }) } },
    handle: async () => json(200, { status: 'ok' }),
  }),
  openRoute({
    method: 'get',
    path: '/health/ready',
    operationId: 'ready',
    tag: 'Operations',
    summary: 'Whether this node can serve: the database answers, and it is not stopping',
    unlimited: true,
    inputs: {},
    answers: { 200: { description: 'It can.', schema: z.object({ status: z.literal('ok') }) } },
    handle: async () => {
      const problems = deps.isStopping() ? { node: 'stopping' } : await deps.readiness.problems();
      if (Object.keys(problems).length === 0) return json(200, { status: 'ok' });
      return raise({ code: 'unavailable', retryAfterSeconds: 5, facts: { components: problems } });
    },
  }),
  openRoute({
    method: 'get',
    path: '/openapi.json',
    operationId: 'openApi',
    tag: 'Operations',
    summary: 'This contract',
    inputs: {},
    answers: { 200: { description: 'OpenAPI 3.1.', schema: documentSchema } },
    handle: async () => json(200, deps.openApi()),
  }),
  openRoute({
    method: 'get',
    path: '/asyncapi.json',
    operationId: 'asyncApi',
    tag: 'Operations',
    summary: 'The contract of the live connection',
    inputs: {},
    answers: { 200: { description: 'AsyncAPI 3.', schema: documentSchema } },
    handle: async () => json(200, deps.asyncApi()),
  }),
  openRoute({
    method: 'get',
    path: '/v1/live',
    operationId: 'openLive',
    tag: 'Live',
    summary: 'Open the live connection (WebSocket upgrade)',
    description:
      'With a ticket of `POST /v1/live/tickets`, or with the bearer header. The protocol is in `/asyncapi.json`.',
    inputs: {
      query: z.strictObject({
        ticket: z.string().optional().openapi({ description: 'Good once, for half a minute: for browsers.' }),
      }),
    },
    answers: { 101: { description: 'The connection is open.' } },
    problems: ['upgrade-required', 'unauthenticated', 'not-permitted'],
    handle: async () => raise({ code: 'upgrade-required' }),
  }),
];
