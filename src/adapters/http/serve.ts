import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Problem } from '../wire/problem.ts';
import { type Answer, problemAnswer } from './answer.ts';

export type ServeOptions = {
  /** Certificate chain and key in PEM, to speak TLS without a proxy. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

const options = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  // it is asked for below, in our own words
  requireHostHeader: false,
  // an offer to speak anything else, such as HTTP/2, is one to be passed over
  shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
};

/** The HTTP server around an app; it does not listen yet. What is no HTTP at all is answered with a problem, too. */
// biome-ignore lint/suspicious/noExplicitAny: the app's environment is its own business.
export const httpServer = (app: Hono<any>, { tls }: ServeOptions): Server => {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      const { status, headers, body } = answerFor(problemOf(error));
      return new Response(body, { status, headers });
    },
  });
  const guarded: RequestListener = (request, response) =>
    hostsOf(request) === 1
      ? void listener(request, response)
      : refuse(response, { code: 'malformed-request', detail: 'One Host header is due.' });
  const server = tls ? createTlsServer({ ...options, ...tls }, guarded) : createServer(options, guarded);
  server.on('clientError', answerClientError);
  // an expectation nobody knows is one nobody need meet (RFC 9110, 10.1.1)
  server.on('checkExpectation', guarded);
  // before the one ahead of it is answered, Node would write this between the head and the body of an answer
  server.on('checkContinue', (request, response) => {
    const goOn = (): void => {
      response.writeContinue();
      guarded(request, response);
    };
    if (response.socket) goOn();
    else response.once('socket', goOn);
  });
  return server;
};

/** Whatever the app never got to see. */
const answerFor = (problem: Problem): Answer => {
  const requestId = randomUUID();
  const { headers, ...answer } = problemAnswer(problem, requestId);
  return { ...answer, headers: { 'cache-control': 'no-store', 'x-request-id': requestId, ...headers } };
};

const problemOf = (error: unknown): Problem =>
  error instanceof RequestError
    ? { code: 'malformed-request', detail: 'The target or the Host of the request cannot be read.' }
    : { code: 'internal-error' };

const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;

const refuse = (response: ServerResponse, problem: Problem): void => {
  const { status, headers, body } = answerFor(problem);
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length, connection: 'close' }).end(body);
};

const answerClientError = (error: Error & { code?: string }, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, headers, body } = answerFor({ code: codeOf(error.code) });
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
};

const codeOf = (code: string | undefined) => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'request-header-fields-too-large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request-timeout';
    default:
      return 'malformed-request';
  }
};
