import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startEmbeddedDesk } from '../../support/desk.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let desk: Desk;
beforeAll(async () => {
  desk = await startEmbeddedDesk({
    settings: { CORS_ORIGINS: 'https://app.example.org, https://desk.example.net:8443' },
  });
});
afterAll(() => desk.close());

describe('the request id', () => {
  test('is echoed, and stands in the problem and in the log', async () => {
    const answer = await desk.as('carla').get('/v1/tickets/nothing', { 'x-request-id': 'try_7-a=1' });
    expect(answer.headers.get('x-request-id')).toBe('try_7-a=1');
    expect(answer.body).toMatchObject({ requestId: 'try_7-a=1' });
    expect(desk.log.map(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ requestId: 'try_7-a=1', route: '/v1/tickets/{id}', status: 404 }),
    );
  });

  test('is made when there is none, or one that is not sane', async () => {
    const made = new Set<string | null>();
    for (const given of ['', 'a'.repeat(65), 'two words', '<script>', '"', 'a;b', 'ü', '../etc', 'a,b']) {
      const answer = await desk.as('carla').get('/v1/me', given === '' ? {} : { 'x-request-id': given });
      expect(answer.headers.get('x-request-id')).toMatch(uuid);
      made.add(answer.headers.get('x-request-id'));
    }
    expect(made.size).toBe(9);
  });

  test('may have 64 characters', async () => {
    const id = 'a'.repeat(64);
    expect((await desk.as('carla').get('/v1/me', { 'x-request-id': id })).headers.get('x-request-id')).toBe(
      id,
    );
  });
});

describe('every answer', () => {
  test.each([
    ['of a good request', '/v1/me', 'carla'],
    ['of a refused one', '/v1/users', 'carla'],
    ['of one without a sign-in', '/v1/me', undefined],
    ['of a path that is none', '/nothing', undefined],
  ] as const)('%s is kept by nobody, framed by nobody and guessed at by nobody', async (_, path, who) => {
    const answer = await (who ? desk.as(who) : desk.withToken(undefined)).get(path);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{7,}/),
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/(problem\+)?json; charset=utf-8$/);
    expect(answer.headers.has('x-powered-by')).toBe(false);
    expect(answer.headers.has('server')).toBe(false);
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    desk.withToken(undefined).send('OPTIONS', '/v1/tickets', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  test('may call and read if its origin is allowed', async () => {
    for (const origin of ['https://app.example.org', 'https://desk.example.net:8443']) {
      const asked = await preflight(origin);
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PUT,PATCH,DELETE');
      expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toBe(
        'authorization,content-type,if-match,if-none-match,idempotency-key,x-request-id',
      );
      const called = await desk.as('carla').get('/v1/me', { origin });
      expect(called.headers.get('access-control-allow-origin')).toBe(origin);
      expect(called.headers.get('access-control-expose-headers')?.toLowerCase()).toContain('etag,location');
      expect(called.headers.get('vary')).toContain('Origin');
    }
  });

  test.each([
    'https://evil.example',
    'https://app.example.org.evil.example',
    'https://APP.example.org.',
    'http://app.example.org',
    'https://app.example.org:444',
    'null',
    '*',
  ])('may not if it is %s', async (origin) => {
    const asked = await preflight(origin);
    expect(asked.headers.has('access-control-allow-origin')).toBe(false);
    const called = await desk.as('carla').get('/v1/me', { origin });
    expect(called.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('is never sent along with cookies', async () => {
    const asked = await preflight('https://app.example.org');
    expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
  });

  test('may not at all where no origin is set', async () => {
    const closed = await startEmbeddedDesk();
    const answer = await closed.as('carla').get('/v1/me', { origin: 'https://app.example.org' });
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    await closed.close();
  });
});
