import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startEmbeddedDesk } from '../support/desk.ts';
import { raisedBy } from '../support/http/stories.ts';
import { answersIn, exchanged } from './raw-exchange.ts';

/** What comes next is waited for as long as it may take; the server ends the connection itself. */
const patienceMs = 10_000;

let desk: Desk;
beforeAll(async () => {
  desk = await startEmbeddedDesk();
});
afterAll(() => desk.close());

test('a ticket does not wait until a year that has five digits in UTC', async () => {
  const { id } = await raisedBy(desk.as('carla'));
  const waitUntil = '9999-12-31T23:59:59.975-12:00';
  const answer = await desk.as('ben').patch(`/v1/tickets/${id}`, { status: 'pending', waitUntil });
  expect(answer).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'waitUntil', code: 'out-of-range' }] },
  });
});

test('requests sent together, each of which waits to be told to go on, get whole answers', async () => {
  const request = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n';
  const together = `${`${request}\r\n`.repeat(2)}${request}Connection: close\r\n\r\n`;
  const sent = await exchanged(desk.hexdesk.port, Buffer.from(together), patienceMs);
  const whole = { status: 200, body: '{"status":"ok"}' };
  expect(answersIn(sent)).toMatchObject([whole, whole, whole]);
  expect(sent.toString().match(/HTTP\/1\.1 100 Continue\r\n\r\n/g)).toHaveLength(3);
});

test('what follows a request that is refused is no part of its answer', async () => {
  const sent = await exchanged(
    desk.hexdesk.port,
    Buffer.from('GET /health/live\r\nHost: a\r\nHost: b\r\n\r\nx\r\n\r\n'),
    patienceMs,
  );
  const [refused] = answersIn(sent);
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({ status: 400, code: 'malformed-request' });
});

test('a handshake for a live connection that is none is refused with a problem', async () => {
  const fields = ['Host: a', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 7'];
  const head = ['GET /v1/live HTTP/1.1', ...fields, `Authorization: Bearer ${await desk.tokenOf('ben')}`];
  const [refused] = answersIn(
    await exchanged(desk.hexdesk.port, Buffer.from(`${head.join('\r\n')}\r\n\r\n`), patienceMs),
  );
  expect(refused?.headers.get('sec-websocket-version')).toBe('13');
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({ status: 400, code: 'malformed-request' });
});
