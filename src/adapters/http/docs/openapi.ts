import { OpenAPIHono } from '@hono/zod-openapi';
import { type ProblemCode, ProblemSchema, statusOf } from '../../wire/problem.ts';
import { z } from '../../wire/schemas.ts';
import type { AnswerShape, Route } from '../route.ts';

/** The contract, made of the very routes the server runs. */
export const openApiDocument = (
  routes: readonly Route[],
  { version, publicUrl }: { version: string; publicUrl: string },
) => {
  const documented = new OpenAPIHono();
  const registry = documented.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  return documented.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Hexdesk',
      version,
      description:
        'The headless help desk. Errors are problem details (RFC 9457) with a stable `code`. Lists are keyset pages. `{id}` of a ticket takes its id or its number. Live updates: see `/asyncapi.json`.',
      license: { name: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
  });
};

/** The problems that a route may answer: those that follow from its shape, and its own. */
export const problemCodesOf = (route: Route): readonly ProblemCode[] => [
  ...(route.signedIn ? (['unauthenticated'] as const) : []),
  ...(route.inputs.params ? (['not-found'] as const) : []),
  'malformed-request',
  'validation-failed',
  ...(route.inputs.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
  ...(route.idempotent ? (['idempotency-in-flight', 'idempotency-key-reused'] as const) : []),
  ...(route.conditional ? (['version-mismatch'] as const) : []),
  ...(route.unlimited ? [] : (['too-many-requests'] as const)),
  'unavailable',
  ...(route.problems ?? []),
];

type Path = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0];

const pathOf = (route: Route): Path => {
  const { params, query, body } = route.inputs;
  return {
    method: route.method,
    path: route.path,
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.signedIn ? { security: [{ bearer: [] }] } : {}),
    request: {
      ...(params ? { params: params as z.ZodObject } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
      headers: requestHeaders(route),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [status, answerOf(answer)]),
      ),
      ...problemsOf(route),
    },
  };
};

const requestHeaders = ({ idempotent, conditional, method, answers }: Route): z.ZodObject =>
  z.object({
    'X-Request-Id': z.string().optional().openapi({ description: 'Echoed, and written to the logs.' }),
    ...(idempotent
      ? {
          'Idempotency-Key': z
            .string()
            .regex(/^[\x21-\x7e]{1,255}$/)
            .optional()
            .openapi({
              description: 'Repeats with the same key and body have one effect and one answer, for 24 hours.',
            }),
        }
      : {}),
    ...(conditional
      ? { 'If-Match': z.string().optional().openapi({ description: 'The ETag the change is meant for.' }) }
      : {}),
    ...(method === 'get' && answers[304] ? { 'If-None-Match': z.string().optional() } : {}),
  });

const commonHeaders = {
  'X-Request-Id': { schema: { type: 'string' as const } },
  RateLimit: { schema: { type: 'string' as const }, description: 'draft-ietf-httpapi-ratelimit-headers' },
  'RateLimit-Policy': { schema: { type: 'string' as const } },
};

const headersOf = (headers: Readonly<Record<string, string>>) => ({
  ...commonHeaders,
  ...Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { schema: { type: 'string' as const }, description },
    ]),
  ),
});

const answerOf = ({ description, schema, mediaType = 'application/json', headers = {} }: AnswerShape) => ({
  description,
  headers: headersOf(headers),
  ...(schema ? { content: { [mediaType]: { schema } } } : {}),
});

const problemsOf = (route: Route) => {
  const byStatus = Map.groupBy([...new Set(problemCodesOf(route))], (code) => statusOf(code));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        headers: headersOf(status === 429 || status === 503 ? { 'Retry-After': 'Seconds to wait.' } : {}),
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    ]),
  );
};
