import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startEmbeddedDesk } from '../../../support/desk.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startEmbeddedDesk({ settings: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.0/8' } });
});
afterAll(() => desk.close());

const anybody = () => desk.withToken(undefined);
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('an answer', () => {
  test('to signing in tells how many tries are left, beside how many requests, known account or not', async () => {
    const [known, unknown] = ['ben@example.org', 'nobody@example.org'].map((email) => async () => {
      const address = from(email.startsWith('b') ? '192.0.2.10' : '192.0.2.11');
      const { headers } = await anybody().post('/v1/auth/login', { email, password: 'wrong' }, address);
      return [headers.get('ratelimit-policy'), headers.get('ratelimit')?.replaceAll(/t=\d+/g, 't')];
    });
    for (const left of [9, 8]) {
      const told = [
        '"default";q=1200;w=60, "login-address";q=100;w=900, "login";q=10;w=900',
        `"default";r=${1190 + left};t, "login-address";r=${90 + left};t, "login";r=${left};t`,
      ];
      expect(await known?.()).toEqual(told);
      expect(await unknown?.()).toEqual(told);
    }
  });

  test('to asking for mail tells of the tries of its network, and nothing of the mails', async () => {
    const { headers } = await anybody().post(
      '/v1/auth/password-reset-requests',
      { email: 'ben@example.org' },
      from('192.0.2.12'),
    );
    expect(headers.get('ratelimit-policy')).toBe('"default";q=1200;w=60, "mail-address";q=100;w=3600');
  });
});

describe('trying too often', () => {
  test('to sign in is told with how long to wait, known account or not', async () => {
    for (const email of ['carla@example.org', 'stranger@example.org']) {
      const logIn = (password: string) => anybody().post('/v1/auth/login', { email, password });
      for (let count = 0; count < 10; count += 1) expect((await logIn('wrong')).status).toBe(401);
      const answer = await logIn(castPassword);
      expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  test('to guess a code is told with how long to wait, known account or not', async () => {
    for (const email of ['dora@example.org', 'stranger@example.org']) {
      const guess = () => anybody().post('/v1/auth/verify-email', { email, code: '123456' });
      for (let count = 0; count < 5; count += 1) expect((await guess()).status).toBe(422);
      const answer = await guess();
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  test('to have mail sent to an address is told to nobody, and sends none', async () => {
    for (let count = 0; count < 8; count += 1) {
      const answer = await anybody().post('/v1/auth/password-reset-requests', { email: 'paul@example.org' });
      expect(answer.status).toBe(202);
    }
    expect((await desk.mails()).filter(({ to }) => to === 'paul@example.org')).toHaveLength(5);
  });

  test('to sign in from one network leaves others theirs, and so does making up addresses', async () => {
    const logIn = (address: string, email = 'sam@example.org') =>
      anybody().post('/v1/auth/login', { email, password: castPassword }, from(address));
    expect((await logIn('2001:db8::1')).status).toBe(200);
    for (let count = 0; count < 10; count += 1) {
      const wrong = { email: 'sam@example.org', password: 'wrong' };
      const made = `192.0.2.${count}, 2001:db8:0:1::${count}`;
      expect((await anybody().post('/v1/auth/login', wrong, from(made))).status).toBe(401);
    }
    const refused = await logIn('2001:0db8:0:1:ffff::');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit')).toMatch(/"login";r=0;t=\d+$/);
    expect((await logIn('2001:db8:0:2::1')).status).toBe(200);
    expect((await logIn('2001:db8::2')).status).toBe(200);
  });

  test.each([
    ['register', 100, '/v1/auth/register'],
    ['ask for codes', 100, '/v1/auth/verification-codes'],
    ['set passwords', 60, '/v1/auth/password-resets'],
    ['refresh', 600, '/v1/auth/refresh'],
  ])('to %s from one network is told with how long to wait', async (_, allowed, path) => {
    const ask = () => anybody().post(path, {}, from('192.0.2.20'));
    for (let count = 0; count < allowed; count += 1) expect((await ask()).status).toBe(422);
    const answer = await ask();
    expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('ratelimit')).toMatch(/-address";r=0;t=\d+$/);
    expect((await anybody().post(path, {}, from('192.0.2.21'))).status).toBe(422);
  });
});
