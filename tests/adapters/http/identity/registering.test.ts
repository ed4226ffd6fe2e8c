import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const anybody = () => desk.withToken(undefined);
const newcomer = (email: string) => ({
  email,
  password: castPassword,
  firstName: 'Nora',
  lastName: 'Newcomer',
});
const register = (email: string) => anybody().post('/v1/auth/register', newcomer(email));
const verify = (email: string, code: unknown) => anybody().post('/v1/auth/verify-email', { email, code });
const mailedCode = async (email: string) => (await lastLetterTo(desk, email, 'verification-code')).code;

describe('registering over HTTP', () => {
  test('leads from the mailed code to being signed in', async () => {
    const email = 'nora@example.org';
    expect((await register('Nora@Example.ORG')).status).toBe(202);
    const login = { email, password: castPassword };
    expect(await anybody().post('/v1/auth/login', login)).toMatchObject({
      status: 403,
      body: { code: 'email-unverified' },
    });
    expect((await verify(email, await mailedCode(email))).status).toBe(204);
    const signedIn = await anybody().post<{ accessToken: string }>('/v1/auth/login', login);
    expect(signedIn.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 900,
      refreshToken: expect.any(String),
      user: {
        id: expect.any(String),
        externalId: null,
        kind: 'person',
        email,
        firstName: 'Nora',
        lastName: 'Newcomer',
        roles: ['customer'],
        organisationId: null,
        status: 'active',
        availability: 'available',
        createdAt: desk.clock.now().toISOString(),
      },
    });
    const me = await desk.withToken(signedIn.body.accessToken).get<{ email: string }>('/v1/me');
    expect(me.body.email).toBe(email);
  });

  test('repeated with its Idempotency-Key is one registration with one mail', async () => {
    const email = 'repeated@example.org';
    const once = () =>
      anybody().post('/v1/auth/register', newcomer(email), { 'idempotency-key': 'a-lost-answer' });
    const [first, again] = [await once(), await once()];
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const mails = await desk.mails();
    expect(mails.filter(({ to }) => to === email)).toHaveLength(1);
  });

  test('answers byte for byte the same, whoever has the address', async () => {
    const [known, unknown] = [
      await register('carla@example.org'),
      await register('nobody.knows@example.org'),
    ];
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    await lastLetterTo(desk, 'carla@example.org', 'already-registered');
  });

  test('answers the same to whoever asks for a code or a new password', async () => {
    for (const path of ['/v1/auth/verification-codes', '/v1/auth/password-reset-requests']) {
      const answers = await Promise.all(
        ['carla@example.org', 'stranger@example.org'].map((email) => anybody().post(path, { email })),
      );
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      expect(answers[0]?.text).toBe(answers[1]?.text);
    }
  });

  test('sends another code when asked to, and the one before is worthless', async () => {
    const email = 'second.code@example.org';
    await register(email);
    const first = await mailedCode(email);
    await anybody().post('/v1/auth/verification-codes', { email });
    const second = await mailedCode(email);
    if (first !== second) expect((await verify(email, first)).status).toBe(422);
    expect((await verify(email, second)).status).toBe(204);
  });

  test('refuses a wrong code, of somebody and of nobody alike', async () => {
    await register('wrong.code@example.org');
    const code = (await mailedCode('wrong.code@example.org')) === '000000' ? '000001' : '000000';
    const answers = [await verify('wrong.code@example.org', code), await verify('no.one@example.org', code)];
    expect(answers).toMatchObject([
      { status: 422, body: { code: 'invalid-code' } },
      { status: 422, body: { code: 'invalid-code' } },
    ]);
  });

  test('refuses an Idempotency-Key that belongs to another registration', async () => {
    const key = { 'idempotency-key': 'one' };
    const answers = [
      await anybody().post('/v1/auth/register', newcomer('keyed@example.org'), key),
      await anybody().post('/v1/auth/register', newcomer('keyed.too@example.org'), key),
    ];
    expect(answers).toMatchObject([
      { status: 202 },
      { status: 422, body: { code: 'idempotency-key-reused' } },
    ]);
  });
});

describe('what nobody can register with', () => {
  test.each([
    ['nothing', {}, ['email', 'password', 'firstName', 'lastName']],
    ['an address that is none', { ...newcomer('nora@'), email: 'nora@' }, ['email']],
    ['an address that hides something', newcomer('no\u200bra@example.org'), ['email']],
    [
      'a password of fourteen characters',
      { ...newcomer('a@example.org'), password: 'a'.repeat(14) },
      ['password'],
    ],
    [
      'a password of 1,025 characters',
      { ...newcomer('a@example.org'), password: 'a'.repeat(1025) },
      ['password'],
    ],
    [
      'a password that is short once composed',
      { ...newcomer('a@example.org'), password: 'e\u0301'.repeat(14) },
      ['password'],
    ],
    ['a password with a NUL', { ...newcomer('a@example.org'), password: `${castPassword}\0` }, ['password']],
    [
      'a password that is half a character',
      { ...newcomer('a@example.org'), password: `${castPassword}\ud800` },
      ['password'],
    ],
    [
      'blank names',
      { ...newcomer('a@example.org'), firstName: ' ', lastName: '' },
      ['firstName', 'lastName'],
    ],
    ['a name on two lines', { ...newcomer('a@example.org'), firstName: 'No\nra' }, ['firstName']],
    ['a role of their own choice', { ...newcomer('a@example.org'), role: 'admin' }, ['role']],
    ['a name that is a number', { ...newcomer('a@example.org'), firstName: 1 }, ['firstName']],
  ])('%s', async (_, body, paths) => {
    const before = (await desk.mails()).length;
    const answer = await anybody().post<{ errors: { path: string }[] }>('/v1/auth/register', body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(answer.body.errors.map(({ path }) => path)).toEqual(paths);
    expect((await desk.mails()).length).toBe(before);
  });

  test.each(['12345', '1234567', '١٢٣٤٥٦', '12345a', ' 123456', 123456, null])(
    'a code %j that no mail contains',
    async (code) => {
      expect(await verify('carla@example.org', code)).toMatchObject({
        status: 422,
        body: { code: 'validation-failed', errors: [{ path: 'code' }] },
      });
    },
  );
});
