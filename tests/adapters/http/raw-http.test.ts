import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { httpServer } from '#adapters/http/serve.ts';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';
import { type RawAnswer, speak } from '../../support/http/raw.ts';
import { ticketsOf } from '../../support/http/stories.ts';

let desk: Desk;
let bearer: string;
beforeAll(async () => {
  desk = await startEmbeddedDesk();
  bearer = `Authorization: Bearer ${await desk.tokenOf('ben')}`;
});
afterAll(() => desk.close());

afterEach(async () => {
  expect(await ticketsOf(desk.as('ada')), 'nothing is written').toEqual([]);
  expect(
    desk.log.filter(({ level }) => level === 'warn' || level === 'error'),
    'nothing looks like our own mistake',
  ).toEqual([]);
  expect((await desk.withToken(undefined).get('/health/live')).status, 'it serves on').toBe(200);
});

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const get = (...fields: readonly string[]): string => lines('GET /health/live HTTP/1.1', ...fields);

const expectProblem = (answer: RawAnswer, status: number, code: string): void => {
  expect.soft(answer.status).toBe(status);
  expect.soft(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = answer.body.slice(answer.body.indexOf('{'), answer.body.lastIndexOf('}') + 1);
  const requestId = answer.headers.get('x-request-id');
  expect.soft(JSON.parse(body)).toMatchObject({ status, code, requestId });
};

describe('what is no HTTP', () => {
  const broken: Readonly<Record<string, string | Uint8Array>> = {
    text: 'hello\r\n\r\n',
    TLS: new Uint8Array([0x16, 0x03, 0x01, 0x00, 0xc8, 0x01, 0x00, 0x00, 0xc4]),
    'HTTP/2 by prior knowledge': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'another version': lines('GET / HTTP/9.9', 'Host: desk'),
    'a method nobody knows': lines('BREW /v1/me HTTP/1.1', 'Host: desk'),
    'a target with a space': lines('GET /health/live now HTTP/1.1', 'Host: desk'),
    'a target with NUL': lines('GET /health/\0live HTTP/1.1', 'Host: desk'),
    'a target in bare UTF-8': Buffer.from(lines('GET /v1/tickets/ü HTTP/1.1', 'Host: desk')),
    'a target without a slash': lines('GET health/live HTTP/1.1', 'Host: desk'),
    'bare line feeds': 'GET /health/live HTTP/1.1\nHost: desk\n\n',
    'a folded field': get('Host: desk', 'X-A: a', ' b'),
    'NUL in a field': get('Host: desk', 'X-A: a\0b'),
    'two lengths': lines('POST /v1/tickets HTTP/1.1', 'Host: desk', 'Content-Length: 4', 'Content-Length: 5'),
    'a length and chunks': lines(
      'POST /v1/tickets HTTP/1.1',
      'Host: desk',
      'Content-Length: 4',
      'Transfer-Encoding: chunked',
    ),
    'a negative length': lines('POST /v1/tickets HTTP/1.1', 'Host: desk', 'Content-Length: -1'),
    'a length in hexadecimal': lines('POST /v1/tickets HTTP/1.1', 'Host: desk', 'Content-Length: 0x10'),
    'an encoding nobody knows': lines('POST /v1/tickets HTTP/1.1', 'Host: desk', 'Transfer-Encoding: gzip'),
  };

  test.each(Object.entries(broken))('is told so as a problem: %s', async (_, said) => {
    const answer = await speak(desk.url, [said]);
    expectProblem(answer, 400, 'malformed-request');
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('is told so when its header fields never end', async () => {
    for (const fields of [`X-A: ${'a'.repeat(17_000)}`, 'X-A: 1\r\n'.repeat(2_500).trimEnd()]) {
      expectProblem(
        await speak(desk.url, [get('Host: desk', fields)]),
        431,
        'request-header-fields-too-large',
      );
    }
    const query = lines(`GET /health/live?${'a'.repeat(17_000)} HTTP/1.1`, 'Host: desk');
    expectProblem(await speak(desk.url, [query]), 431, 'request-header-fields-too-large');
  });

  test('is told so when its header fields take too long', async () => {
    const server = httpServer(new Hono(), { tls: undefined });
    server.headersTimeout = 50;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await speak(`http://127.0.0.1:${port}`, ['GET / HTTP/1.1\r\nHost: desk\r\n']);
    expectProblem(answer, 408, 'request-timeout');
    server.close();
  });
});

describe('the Host', () => {
  test.each([
    ['is not there', get('X-A: 1')],
    ['is there twice', get('Host: desk', 'Host: evil.example')],
    ['is there twice and the same', get('Host: desk', 'Host: desk')],
    ['is empty', get('Host:')],
    ['has a space', get('Host: desk evil.example')],
    ['has a path', get('Host: desk/evil')],
    ['has a user', get('Host: user@evil.example')],
    ['has a port that is none', get('Host: desk:99999999')],
  ])('is refused when it %s', async (_, said) => {
    expectProblem(await speak(desk.url, [said]), 400, 'malformed-request');
  });

  test.each(['desk', 'desk.example.org:8443', '[::1]:3000', 'DESK'])('may be %s', async (host) => {
    expect((await speak(desk.url, [get(`Host: ${host}`)])).status).toBe(200);
  });

  test('is believed nowhere: no answer repeats it', async () => {
    const answer = await speak(desk.url, [
      lines('GET /openapi.json HTTP/1.1', 'Host: evil.example', 'X-Forwarded-Host: evil.example'),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.all).not.toContain('evil.example');
  });
});

describe('the target', () => {
  test.each(['*', '/health\\live', 'http://:bad:/x', 'ftp://desk/health/live'])(
    'is refused as %s',
    async (target) => {
      expectProblem(
        await speak(desk.url, [lines(`GET ${target} HTTP/1.1`, 'Host: desk')]),
        400,
        'malformed-request',
      );
    },
  );

  test('may be absolute, and is then still a path of ours', async () => {
    const said = lines('GET http://evil.example/v1/me HTTP/1.1', 'Host: desk', bearer);
    expect((await speak(desk.url, [said])).status).toBe(200);
  });

  test('TRACE is a method that no path knows', async () => {
    const answer = await speak(desk.url, [lines('TRACE /v1/me HTTP/1.1', 'Host: desk', bearer)]);
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe('DELETE, GET, HEAD, PATCH');
    expect(answer.all).not.toContain(bearer);
  });
});

describe('a body on its way', () => {
  const post = (...fields: readonly string[]): string =>
    lines('POST /v1/tickets HTTP/1.1', 'Host: desk', bearer, 'Content-Type: application/json', ...fields);
  const megabytes = (count: number): string => 'a'.repeat(count * 1_000_000);

  test('is refused by its length before it is read', async () => {
    expectProblem(await speak(desk.url, [post('Content-Length: 2000000')]), 413, 'payload-too-large');
    const whole = [post('Content-Length: 2000000'), megabytes(2)];
    expectProblem(await speak(desk.url, whole), 413, 'payload-too-large');
  });

  test('is refused in chunks as soon as it is too long', async () => {
    const chunks = Array.from({ length: 20 }, () => `186a0\r\n${'a'.repeat(100_000)}\r\n`);
    const endless = [post('Transfer-Encoding: chunked'), ...chunks];
    expectProblem(await speak(desk.url, endless), 413, 'payload-too-large');
  });

  test('gets its answer to an ordinary client, too', async () => {
    const raw = JSON.stringify({ subject: 'Charged twice', body: megabytes(2) });
    const headers = { 'content-type': 'application/json' };
    for (let round = 0; round < 5; round += 1) {
      const answer = await desk.online.as('ben').send('POST', '/v1/tickets', { raw, headers });
      expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
      const stranger = await desk.online.withToken(undefined).send('POST', '/v1/tickets', { raw, headers });
      expect(stranger.status).toBe(401);
    }
  });

  test('is malformed in chunks that are none', async () => {
    const answer = await speak(desk.url, [post('Transfer-Encoding: chunked'), 'zz\r\n{}\r\n0\r\n\r\n']);
    expectProblem(answer, 400, 'malformed-request');
  });

  test('may break off: whoever sent it has hung up, and nothing is amiss here', async () => {
    const socket = connect({ port: Number(new URL(desk.url).port), host: '127.0.0.1' });
    socket.write(`${post('Content-Length: 200', 'X-Request-Id: broken-off')}{"subject":`);
    await once(socket, 'connect');
    socket.end();
    const logged = () => desk.log.map(({ facts }) => facts);
    await expect
      .poll(logged)
      .toContainEqual(expect.objectContaining({ requestId: 'broken-off', status: 400 }));
  });

  test('may wait to be asked for', async () => {
    const said = [post('Content-Length: 2', 'Expect: 100-continue'), '{}'];
    const answer = await speak(desk.url, said, (heard) => heard.includes('validation-failed'));
    expect(answer.all).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 422 /);
  });

  test('may come with an expectation nobody knows, which nobody meets', async () => {
    const answer = await speak(desk.url, [post('Content-Length: 2', 'Expect: magic'), '{}']);
    expectProblem(answer, 422, 'validation-failed');
  });

  test('is passed over where none is due', async () => {
    const said = [lines('GET /v1/me HTTP/1.1', 'Host: desk', bearer, 'Content-Length: 7'), '{"a":1}'];
    expect((await speak(desk.url, said)).status).toBe(200);
  });
});

describe('an ordinary request', () => {
  test('may offer HTTP/2, which is passed over', async () => {
    const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
    expect((await speak(desk.url, [get('Host: desk', ...offer)])).status).toBe(200);
  });

  test('for the live connection is told to upgrade', async () => {
    const answer = await speak(desk.url, [lines('GET /v1/live HTTP/1.1', 'Host: desk')]);
    expectProblem(answer, 426, 'upgrade-required');
    expect(answer.headers.get('upgrade')).toBe('websocket');
  });

  test('with two sign-ins has none', async () => {
    const said = lines('GET /v1/me HTTP/1.1', 'Host: desk', bearer, bearer);
    expectProblem(await speak(desk.url, [said]), 401, 'unauthenticated');
  });

  test('may follow another without waiting', async () => {
    const both = [`${get('Host: desk')}${lines('GET /nothing HTTP/1.1', 'Host: desk')}`];
    const answer = await speak(desk.url, both, (heard) => heard.includes('not-found'));
    expect(answer.all).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\{"status":"ok"\}HTTP\/1\.1 404 Not Found/);
  });
});
