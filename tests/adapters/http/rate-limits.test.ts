import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestLimiter } from '#adapters/rate-limit/request-limiter.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startEmbeddedDesk, swap } from '../../support/desk.ts';
import { paul, sam } from '../../support/people.ts';

/** A desk that allows five requests a minute. */
const startStrictDesk = (settings: Readonly<Record<string, string>> = {}): Promise<Desk> =>
  startEmbeddedDesk({
    settings: { RATE_LIMITS: 'on', ...settings },
    rewire: (container) => swap(container, tokens.requestLimiter, requestLimiter({ points: 5, seconds: 60 })),
  });

describe('requests', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startStrictDesk();
  });
  afterAll(() => desk.close());

  test('are counted, and every answer says how many are left', async () => {
    for (const left of [4, 3, 2, 1, 0]) {
      const { headers } = await desk.as('carla').get('/v1/me');
      expect(headers.get('ratelimit-policy')).toBe('"default";q=5;w=60');
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${left};t=([1-9]|[1-5]\\d|60)$`));
    }
  });

  test('beyond that are refused until the time is over, whatever they ask and however', async () => {
    for (const [method, path, raw] of [
      ['GET', '/v1/me', undefined],
      ['GET', '/v1/tickets/nothing', undefined],
      ['POST', '/v1/tickets', '{'],
    ] as const) {
      const answer = await desk.as('carla').send(method, path, raw === undefined ? {} : { raw });
      expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
      const reset = /;r=0;t=(\d+)$/.exec(answer.headers.get('ratelimit') ?? '')?.[1];
      expect(answer.headers.get('retry-after')).toBe(reset);
    }
  });

  test('of others do not suffer for it', async () => {
    expect((await desk.as('dora').get('/v1/me')).status).toBe(200);
    expect((await desk.withToken(undefined).get('/.well-known/jwks.json')).status).toBe(200);
  });

  test('on behalf of somebody count for who asks, refused or not', async () => {
    const role = { name: 'Host product', permissions: ['user:act-for'] };
    const { body } = await desk.as('ada').post<{ id: string }>('/v1/roles', role);
    await desk.as('ada').post(`/v1/users/${sam.id}/grants`, { role: body.id, scope: 'global' });
    const left = async (named: string) => {
      const { headers } = await desk.as('sam').get('/v1/me', { 'on-behalf-of': named });
      return /;r=(\d)/.exec(headers.get('ratelimit') ?? '')?.[1];
    };
    expect(await left(String(paul.id))).toBe('4');
    expect(await left('nobody at all')).toBe('3');
    expect((await desk.as('paul').get('/v1/me')).headers.get('ratelimit')).toContain('r=4');
  });

  test('without a good sign-in are counted for their address', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const client = desk.withToken(count % 2 === 0 ? undefined : 'guessed');
      statuses.push((await client.get('/v1/me')).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });

  test('of probes are never refused', async () => {
    for (let count = 0; count < 10; count += 1) {
      for (const path of ['/health/live', '/health/ready']) {
        const answer = await desk.withToken(undefined).get(path);
        expect(answer.status).toBe(200);
        expect(answer.headers.has('ratelimit')).toBe(false);
      }
    }
  });
});

describe('the address', () => {
  const ask = (desk: Desk, forwardedFor: string) =>
    desk.online.withToken(undefined).get('/.well-known/jwks.json', { 'x-forwarded-for': forwardedFor });

  test('is what a trusted proxy says: its clients are counted one by one', async () => {
    const desk = await startStrictDesk({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
    for (let count = 0; count < 6; count += 1) {
      const answer = await ask(desk, '203.0.113.7');
      expect(answer.status).toBe(count < 5 ? 200 : 429);
    }
    expect((await ask(desk, '203.0.113.8')).status).toBe(200);
    expect((await ask(desk, '203.0.113.8, 10.1.2.3')).headers.get('ratelimit')).toMatch(/r=3;/);
    expect((await ask(desk, '1.1.1.1, 203.0.113.8')).headers.get('ratelimit')).toMatch(/r=2;/);
    await desk.close();
  });

  test('is never what a client says of itself', async () => {
    const desk = await startStrictDesk();
    for (let count = 0; count < 6; count += 1) {
      const answer = await ask(desk, `203.0.113.${count}`);
      expect(answer.status).toBe(count < 5 ? 200 : 429);
    }
    await desk.close();
  });
});

test('without limits nothing is counted and nothing is said', async () => {
  const desk = await startEmbeddedDesk({ settings: { RATE_LIMITS: 'off' } });
  const { headers } = await desk.as('carla').get('/v1/me');
  expect(headers.has('ratelimit')).toBe(false);
  expect(headers.has('ratelimit-policy')).toBe(false);
  await desk.close();
});
