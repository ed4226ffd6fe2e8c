import type { RouteConfig } from '@hono/zod-openapi';
import { type ProblemCode, ProblemSchema, problems, statusOf } from '../../wire/problem.ts';
import { z } from '../../wire/schemas.ts';
import { leadsToSurvivor } from '../merged-away.ts';
import { onBehalfOf } from '../on-behalf-of.ts';
import type { AnswerShape, Route } from '../route.ts';

/** A route as the document shows it. */
export const operationOf = (route: Route): RouteConfig => {
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
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
};

/** The problems that a route may answer: those that follow from its shape, and its own. */
const problemCodesOf = (route: Route): readonly ProblemCode[] => [
  ...(route.signedIn ? (['unauthenticated', 'not-permitted'] as const) : []),
  ...(route.signedIn && !route.whileEnrolling ? (['second-factor-required'] as const) : []),
  ...(route.inPerson ? (['not-permitted'] as const) : []),
  ...(route.inputs.params ? (['not-found'] as const) : []),
  'malformed-request',
  'validation-failed',
  ...(route.inputs.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
  ...(route.idempotent ? (['idempotency-in-flight', 'idempotency-key-reused'] as const) : []),
  ...(route.conditional ? (['version-mismatch'] as const) : []),
  ...(route.unlimited ? [] : (['too-many-requests'] as const)),
  'unavailable',
  ...(leadsToSurvivor(route) ? (['ticket-merged'] as const) : []),
  ...(route.problems ?? []),
];

/** Whether who has read this before is told when it has not changed (src/adapters/http/conditions.ts). */
const isRevalidated = ({ method, answers }: Route): boolean =>
  method === 'get' && answers[200]?.headers?.['ETag'] !== undefined;

const requestHeaders = (route: Route): z.ZodObject => {
  const { signedIn, inPerson, idempotent, conditional } = route;
  return z.object({
    'X-Request-Id': z.string().optional().openapi({
      description: 'Up to 64 letters, digits, `_`, `-` and `=`: echoed, and written to the logs.',
    }),
    ...(signedIn && !inPerson
      ? {
          [onBehalfOf]: z.string().optional().openapi({
            description:
              'Whom to act for: the id of a person, or their `externalId`, percent-encoded where it is not ASCII. Takes `user:act-for`.',
          }),
        }
      : {}),
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
    ...(isRevalidated(route)
      ? { 'If-None-Match': z.string().optional().openapi({ description: 'The ETag one has already.' }) }
      : {}),
  });
};

type Responses = RouteConfig['responses'];
type Header = { readonly description: string; readonly required: boolean; schema: { type: 'string' } };
type Headers = Record<string, { $ref: string } | Header>;

/** Header fields that many answers have, told once. */
export const sharedHeaders = {
  'X-Request-Id': { description: 'Names this request, also in the logs.', required: true },
  RateLimit: { description: 'What is left, and for how long: `"default";r=1199;t=60`.', required: false },
  'RateLimit-Policy': {
    description: 'How many requests in how many seconds: `"default";q=1200;w=60`.',
    required: false,
  },
  'WWW-Authenticate': { description: 'Always `Bearer`.', required: true },
  'Retry-After': { description: 'Seconds to wait.', required: true },
} as const;

const shared = (name: keyof typeof sharedHeaders): Headers => ({
  [name]: { $ref: `#/components/headers/${name}` },
});

const commonHeaders = ({ unlimited }: Route): Headers => ({
  ...shared('X-Request-Id'),
  ...(unlimited ? {} : { ...shared('RateLimit'), ...shared('RateLimit-Policy') }),
});

const ownHeaders = ({ headers = {} }: AnswerShape): Headers =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, required: true, schema: { type: 'string' } } satisfies Header,
    ]),
  );

const toSurvivor: Readonly<Record<number, AnswerShape>> = {
  308: {
    description: 'The ticket was merged into another, which the caller sees, too.',
    schema: ProblemSchema,
    mediaType: 'application/problem+json',
    headers: { Location: 'The same path of the survivor.' },
  },
};

const notModified: Readonly<Record<number, AnswerShape>> = {
  304: { description: 'The caller has this version already.', headers: { ETag: 'Its version.' } },
};

const answersOf = (route: Route): Responses =>
  Object.fromEntries(
    Object.entries({
      ...route.answers,
      ...(isRevalidated(route) ? notModified : {}),
      ...(leadsToSurvivor(route) ? toSurvivor : {}),
    }).map(([status, answer]) => {
      const { description, schema, mediaType = 'application/json' } = answer;
      const headers = { ...commonHeaders(route), ...ownHeaders(answer) };
      return [status, { description, headers, ...(schema ? { content: { [mediaType]: { schema } } } : {}) }];
    }),
  );

const examplesOf = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));

const problemsOf = (route: Route): Responses => {
  const byStatus = Map.groupBy([...new Set(problemCodesOf(route))], (code) => statusOf(code));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join('\n\n'),
        headers: {
          ...commonHeaders(route),
          ...(status === 401 ? shared('WWW-Authenticate') : {}),
          ...(status === 429 || status === 503 ? shared('Retry-After') : {}),
        },
        content: { 'application/problem+json': { schema: ProblemSchema, examples: examplesOf(codes) } },
      },
    ]),
  );
};
