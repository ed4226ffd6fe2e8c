import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { problemAnswer } from './answer.ts';

export type ServeOptions = {
  /** Certificate chain and key in PEM, to speak TLS without a proxy. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};

/** The HTTP server around an app; it does not listen yet. What is no HTTP at all is answered with a problem, too. */
// biome-ignore lint/suspicious/noExplicitAny: the app's environment is its own business.
export const httpServer = (app: Hono<any>, { tls }: ServeOptions): Server => {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: () => {
      const { status, headers, body } = problemAnswer({ code: 'internal-error' }, undefined);
      return new Response(body, { status, headers });
    },
  });
  const guarded: typeof listener = async (request, response) => {
    if (hostsOf(request as IncomingMessage) === 1) return listener(request, response);
    const { status, headers, body } = problemAnswer(
      { code: 'malformed-request', detail: 'One Host header is due.' },
      undefined,
    );
    (response as import('node:http').ServerResponse).writeHead(status, headers).end(body);
  };
  const server = tls ? createTlsServer({ ...timeouts, ...tls }, guarded) : createServer(timeouts, guarded);
  server.on('clientError', answerClientError);
  return server;
};

const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;

const answerClientError = (error: Error & { code?: string }, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'request-header-fields-too-large' : 'malformed-request';
  const { status, body } = problemAnswer({ code }, undefined);
  const head = [`HTTP/1.1 ${status} ${code}`, 'Content-Type: application/problem+json; charset=utf-8'];
  socket.end(
    `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
