import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { engines } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

let desk: Desk;

beforeAll(async () => {
  const [engine] = engines;
  if (engine === undefined) throw new TypeError('there is no engine to test on');
  desk = await startDesk(engine);
});
afterAll(() => desk.close());

type Tokens = { readonly accessToken: string; readonly refreshToken: string };

const anybody = () => desk.withToken(undefined);
const logIn = (email: string, password: string = castPassword) =>
  anybody().post<Tokens>('/v1/auth/login', { email, password });
const signedIn = async (email: string): Promise<Tokens> => (await logIn(email)).body;
const refresh = (refreshToken: unknown) => anybody().post<Tokens>('/v1/auth/refresh', { refreshToken });
const isSignedIn = async (accessToken: string) =>
  (await desk.withToken(accessToken).get('/v1/me')).status === 200;

describe('signing in over HTTP', () => {
  test.each([
    ['a wrong password', 'carla@example.org', 'a wrong password altogether'],
    ['an address nobody has', 'stranger@example.org', castPassword],
    ['a password too short to be one', 'carla@example.org', 'x'],
  ])('is refused with %s, always in the same words', async (_, email, password) => {
    const answer = await logIn(email, password);
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'invalid-credentials', title: 'The email address or the password is wrong' },
    });
  });

  test('answers no cache and no log may keep', async () => {
    const answer = await logIn('carla@example.org');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(JSON.stringify(desk.log)).not.toContain(answer.body.refreshToken);
  });

  test('ignores an Idempotency-Key, since the answer is secret', async () => {
    const key = { 'idempotency-key': 'the same' };
    const body = { email: 'carla@example.org', password: castPassword };
    const [one, other] = [
      await anybody().post<Tokens>('/v1/auth/login', body, key),
      await anybody().post<Tokens>('/v1/auth/login', body, key),
    ];
    expect(one.body.refreshToken).not.toBe(other.body.refreshToken);
    expect(other.headers.get('idempotency-replayed')).toBeNull();
  });

  test.each([
    ['no password', { email: 'carla@example.org' }, 'password'],
    ['an unknown field', { email: 'carla@example.org', password: castPassword, admin: true }, 'admin'],
    ['a password that is a list', { email: 'carla@example.org', password: [castPassword] }, 'password'],
    ['an address that is a query', { email: { $ne: null }, password: castPassword }, 'email'],
  ])('is refused with %s', async (_, body, path) => {
    expect(await anybody().post('/v1/auth/login', body)).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ path }] },
    });
  });
});

describe('staying signed in over HTTP', () => {
  test('exchanges the refresh token; an honest repeat gets the same one again', async () => {
    const { refreshToken } = await signedIn('carla@example.org');
    const [next, repeat] = [await refresh(refreshToken), await refresh(refreshToken)];
    expect(next.status).toBe(200);
    expect(repeat.body.refreshToken).toBe(next.body.refreshToken);
    expect(await isSignedIn(repeat.body.accessToken)).toBe(true);
  });

  test('ends the session at once when an old refresh token comes back, and warns its owner', async () => {
    const { refreshToken } = await signedIn('dora@example.org');
    const next = (await refresh(refreshToken)).body;
    desk.clock.advance(seconds(11));
    expect(await refresh(refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'invalid-refresh-token' },
    });
    expect(await isSignedIn(next.accessToken)).toBe(false);
    expect((await refresh(next.refreshToken)).status).toBe(401);
    await lastLetterTo(desk, 'dora@example.org', 'refresh-token-reused');
  });

  test('is refused with tokens of another kind', async () => {
    const { accessToken, refreshToken } = await signedIn('carla@example.org');
    expect((await refresh(accessToken)).status).toBe(401);
    expect((await desk.withToken(refreshToken).get('/v1/me')).status).toBe(401);
    for (const wrong of ['', 1, null, 'x'.repeat(4097)]) expect((await refresh(wrong)).status).toBe(422);
  });

  test('ends with the access token', async () => {
    const { accessToken, refreshToken } = await signedIn('carla@example.org');
    desk.clock.advance(minutes(15));
    const answer = await desk.withToken(accessToken).get('/v1/me');
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});

describe('signing out over HTTP', () => {
  test('ends the session on the very next request, and no other session', async () => {
    const [phone, laptop] = [await signedIn('carla@example.org'), await signedIn('carla@example.org')];
    expect(await isSignedIn(phone.accessToken)).toBe(true);
    expect((await desk.withToken(phone.accessToken).send('POST', '/v1/auth/logout')).status).toBe(204);
    expect(await isSignedIn(phone.accessToken)).toBe(false);
    expect((await refresh(phone.refreshToken)).status).toBe(401);
    expect((await desk.withToken(phone.accessToken).send('POST', '/v1/auth/logout')).status).toBe(401);
    expect(await isSignedIn(laptop.accessToken)).toBe(true);
  });
});

describe('the published keys', () => {
  test('verify access tokens anywhere, and hold nothing private', async () => {
    const { accessToken } = await signedIn('carla@example.org');
    const answer = await anybody().get<{ keys: object[] }>('/.well-known/jwks.json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(answer.body.keys).toHaveLength(1);
    expect(answer.body.keys[0]).not.toHaveProperty('d');
    const keys = createRemoteJWKSet(new URL(`${desk.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(accessToken, keys, {
      issuer: 'https://desk.example.org',
      audience: 'hexdesk',
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
      currentDate: desk.clock.now(),
    });
    expect(payload.sub).toBeDefined();
  });
});
