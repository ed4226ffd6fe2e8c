import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Problem, problemBody, statusOf } from '../wire/problem.ts';

/** Answers an upgrade with a problem, as HTTP would, and closes. */
export const refuseUpgrade = (stream: Duplex, problem: Problem, requestId: string): void => {
  const status = statusOf(problem.code);
  const body = JSON.stringify(problemBody(problem, requestId));
  const { retryAfterSeconds } = problem;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    ...(status === 400 ? ['Sec-WebSocket-Version: 13'] : []),
    ...(problem.code === 'unauthenticated' ? ['WWW-Authenticate: Bearer'] : []),
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  stream.once('finish', () => stream.destroy());
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
