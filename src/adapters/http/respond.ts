import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import type { Answer } from './answer.ts';
import type { Caller } from './route.ts';

/** What the app knows of a request while it is answered. */
export type Env = {
  Variables: {
    requestId: string;
    caller?: Caller;
    route?: string;
    /** The status of an answer that went straight to the socket. */
    status?: number;
    /** Fields of the answer that are known before the answer is. */
    fields?: Readonly<Record<string, string>>;
  };
};

/** What every answer tells browsers: to keep, guess, frame, load and tell others nothing. */
export const protection = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
} as const;

/**
 * Sends an answer: straight to the socket, which saves building and taking apart a `Response`; as a `Response` where
 * there is no socket, or where the middleware for other origins has fields of its own to add.
 */
export const respond = (context: Context<Env>, { status, headers, body, stream }: Answer): Response => {
  const fields = {
    ...protection,
    'x-request-id': context.get('requestId'),
    ...context.get('fields'),
    ...headers,
  };
  if (stream !== undefined) {
    return context.newResponse(bytesOf(stream), status as StatusCode, fields);
  }
  const { outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
  const isPlain = context.req.method !== 'HEAD' && context.req.header('origin') === undefined;
  if (outgoing === undefined || !isPlain) {
    return context.newResponse(body === '' ? null : body, status as StatusCode, fields);
  }
  context.set('status', status);
  const hasBody = status !== 204 && status !== 304;
  outgoing.writeHead(status, hasBody ? { ...fields, 'content-length': Buffer.byteLength(body) } : fields);
  outgoing.end(hasBody ? body : undefined);
  return RESPONSE_ALREADY_SENT;
};

/** Read only as fast as it is sent. */
const bytesOf = (stream: AsyncIterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(stream).pipeThrough(new TextEncoderStream());
