import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

type Users = { readonly items: readonly { readonly email: string }[] };

eachEngine('One address', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const anybody = () => desk.withToken(undefined);
  const register = (email: string, password = castPassword, names: object = {}) =>
    anybody().post('/v1/auth/register', { email, password, firstName: 'X', lastName: 'Y', ...names });
  const invite = (email: string, names: object = {}) =>
    desk.as('ada').post('/v1/users', { email, firstName: 'X', lastName: 'Y', role: 'customer', ...names });
  const addresses = async () =>
    (await desk.as('ada').get<Users>('/v1/users?limit=100')).body.items.map(({ email }) => email);
  const signIn = (email: string, password = castPassword) =>
    anybody().post<{ refreshToken: string }>('/v1/auth/login', { email, password });

  test.each(['CARLA@EXAMPLE.ORG', 'Carla@example.org', 'carla@EXAMPLE.org', 'carla@ｅｘａｍｐｌｅ.org'])(
    'is one account, spelled %s as well',
    async (email) => {
      const before = await addresses();
      const mails = (await desk.mails()).length;
      expect((await register(email)).status).toBe(202);
      const [letter, ...more] = (await desk.mails()).slice(mails);
      expect([letter?.to, letter?.letter.kind, more]).toEqual([
        'carla@example.org',
        'already-registered',
        [],
      ]);
      expect(await addresses()).toEqual(before);
      expect((await signIn(email)).status).toBe(200);
      expect(await invite(email)).toMatchObject({ status: 409, body: { code: 'email-taken' } });
      expect(await addresses()).toEqual(before);
    },
  );

  test.each([
    'carla@example.org ',
    ' carla@example.org',
    'carla@example.org\u0000',
    'carla\u0000@example.org',
    'car\u200bla@example.org',
    'carla@exa\u200bmple.org',
    'carla\u200d@example.org',
    '\ufeffcarla@example.org',
    'cárla@example.org',
    'ca\u0301rla@example.org',
    'сarla@example.org',
    'ｃarla@example.org',
    '"carla"@example.org',
    'carla@example.org.',
    'carla@example.org\t',
  ])('is not %j: that is none at all', async (email) => {
    const before = await addresses();
    const refused = { status: 422, body: { errors: [{ path: 'email', code: 'invalid-email' }] } };
    expect(await register(email)).toMatchObject(refused);
    expect(await signIn(email)).toMatchObject(refused);
    expect(await invite(email)).toMatchObject(refused);
    expect(await anybody().post('/v1/auth/verify-email', { email, code: '123456' })).toMatchObject(refused);
    expect(await anybody().post('/v1/auth/verification-codes', { email })).toMatchObject(refused);
    expect(await anybody().post('/v1/auth/password-reset-requests', { email })).toMatchObject(refused);
    expect(await addresses()).toEqual(before);
  });

  test.each([
    ['an accent in the domain', 'carla@exämple.org', 'carla@xn--exmple-cua.org'],
    ['a letter that only looks like it', 'carla@exаmple.org', 'carla@xn--exmple-4nf.org'],
  ])('is not the one with %s: that is somebody else’s', async (_, shown, stored) => {
    const password = 'a tram full of quiet geese';
    expect((await register(shown, password)).status).toBe(202);
    const { code } = await lastLetterTo(desk, stored, 'verification-code');
    const wrong = await anybody().post('/v1/auth/verify-email', { email: 'carla@example.org', code });
    expect(wrong.status).toBe(422);
    expect((await anybody().post('/v1/auth/verify-email', { email: stored, code })).status).toBe(204);
    expect((await signIn(shown, password)).status).toBe(200);
    expect((await signIn(stored, password)).status).toBe(200);
    expect((await signIn('carla@example.org', password)).status).toBe(401);
    const before = await addresses();
    expect((await register(stored.toUpperCase())).status).toBe(202);
    expect(await addresses()).toEqual(before);
    expect(await invite(shown)).toMatchObject({ status: 409, body: { code: 'email-taken' } });
  });

  test.each(['\u200b', '\u3164', ' \u2800 ', '\u200e\u200f', '\ufe0f'])(
    'is nobody’s whose name %j cannot be seen',
    async (firstName) => {
      const refused = { status: 422, body: { errors: [{ path: 'firstName', code: 'blank' }] } };
      expect(await register('unseen@example.org', castPassword, { firstName })).toMatchObject(refused);
      expect(await invite('unseen@example.org', { firstName })).toMatchObject(refused);
      expect(await desk.as('ben').patch('/v1/me', { firstName })).toMatchObject(refused);
    },
  );

  test.each(['Ada\u202e', 'A\u2066da', 'A\u200bda', 'A\ufeffda', 'A\u00adda'])(
    'is nobody’s whose name %j hides something or reads backwards',
    async (lastName) => {
      const refused = { status: 422, body: { errors: [{ path: 'lastName', code: 'forbidden-character' }] } };
      expect(await register('hidden@example.org', castPassword, { lastName })).toMatchObject(refused);
      expect(await invite('hidden@example.org', { lastName })).toMatchObject(refused);
      expect(await desk.as('ben').patch('/v1/me', { lastName })).toMatchObject(refused);
      const queue = { name: lastName };
      expect(await desk.as('ada').post('/v1/queues', queue)).toMatchObject({ status: 422 });
    },
  );

  test.each(['\u0646\u0627\u0645\u200c\u0647\u0627', 'क्‍ष', '葛\u{e0100}城'])(
    'may be of somebody whose name %j needs a joiner or a variant of a character',
    async (lastName) => {
      expect(await desk.as('ben').patch('/v1/me', { lastName })).toMatchObject({
        status: 200,
        body: { lastName },
      });
    },
  );

  test.each(['Carla\u0000', '\u0000'])('is nobody’s whose name %j has a NUL in it', async (firstName) => {
    const refused = { status: 422, body: { errors: [{ path: 'firstName' }] } };
    expect(await register('nul@example.org', castPassword, { firstName })).toMatchObject(refused);
    expect(await invite('nul@example.org', { firstName })).toMatchObject(refused);
    expect(await desk.as('ben').patch('/v1/me', { firstName })).toMatchObject(refused);
  });

  test('has names that are kept without the space around them, and two people may share one', async () => {
    for (const [email, firstName] of [
      ['one@example.org', ' Zoë '],
      ['two@example.org', 'Zoë'],
    ] as const) {
      expect(await invite(email, { firstName })).toMatchObject({ status: 201, body: { firstName: 'Zoë' } });
    }
    expect(await desk.as('ben').patch('/v1/me', { firstName: ' Ben\t' })).toMatchObject({
      status: 200,
      body: { firstName: 'Ben' },
    });
  });
});

eachEngine('A mailed token', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const anybody = () => desk.withToken(undefined);
  const reset = (token: string) =>
    anybody().post('/v1/auth/password-resets', { token, password: 'a tram full of quiet geese' });

  test('is itself only, byte for byte, and never nothing', async () => {
    const email = 'sam@example.org';
    await anybody().post('/v1/auth/password-reset-requests', { email });
    const { token } = await lastLetterTo(desk, email, 'password-reset');
    const swapped = [...token].map((one) =>
      one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase(),
    );
    const others = [
      ...['', ' ', '   ', '\u0000', '\u200b', '%', '_', 'null', '0', 'undefined'],
      ...[`${token} `, ` ${token}`, `${token}\u0000`, `${token}\u200b`, `${token}=`, swapped.join('')],
      ...[token.slice(0, -1), `${token}${token}`],
    ];
    for (const other of others) expect.soft((await reset(other)).status, JSON.stringify(other)).toBe(422);
    expect((await reset(token)).status).toBe(204);
  });

  test('to stay signed in by is itself only, too', async () => {
    const login = { email: 'carla@example.org', password: castPassword };
    const { refreshToken } = (await anybody().post<{ refreshToken: string }>('/v1/auth/login', login)).body;
    for (const other of [`${refreshToken} `, ` ${refreshToken}`, refreshToken.toUpperCase(), ' ', '\u0000']) {
      const answer = await anybody().post('/v1/auth/refresh', { refreshToken: other });
      expect.soft(answer.status, JSON.stringify(other)).toBe(401);
    }
    expect((await anybody().post('/v1/auth/refresh', { refreshToken })).status).toBe(200);
  });
});

eachEngine('What people may not set about themselves', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const email = 'carla@example.org';
  const password = castPassword;
  const names = { firstName: 'Carla', lastName: 'Example' };
  const smuggled = {
    roles: ['admin'],
    grants: [{ role: 'admin', scope: { kind: 'global' } }],
    id: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a41',
    verified: true,
    emailVerified: true,
    isAdmin: true,
    permissions: ['user:invite'],
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA',
    createdAt: '2026-01-01T00:00:00.000Z',
    organisationId: '01957b3e-9c00-7b20-9a01-2f6c1d7e4a41',
    __proto__x: {},
    'constructor.prototype.role': 'admin',
  };

  test.each([
    ['POST', '/v1/auth/register', { email, password, ...names }],
    ['POST', '/v1/auth/verify-email', { email, code: '123456' }],
    ['POST', '/v1/auth/verification-codes', { email }],
    ['POST', '/v1/auth/login', { email, password }],
    ['POST', '/v1/auth/refresh', { refreshToken: 'x' }],
    ['POST', '/v1/auth/password-reset-requests', { email }],
    ['POST', '/v1/auth/password-resets', { token: 'x', password }],
    ['PATCH', '/v1/me', { firstName: 'Carla' }],
    ['POST', '/v1/me/password', { currentPassword: password, newPassword: password }],
    ['POST', '/v1/users', { email, ...names, role: 'customer' }],
    ['PATCH', '/v1/users/01957b3e-9c00-7b20-9a01-2f6c1d7e4a11', { firstName: 'Carla' }],
  ])('is refused by %s %s, each field by its name', async (method, path, body) => {
    const client = path.startsWith('/v1/users') ? desk.as('ada') : desk.as('carla');
    const allowed = path === '/v1/users' ? {} : { role: 'admin' };
    const status = path.startsWith('/v1/users/') ? {} : { status: 'active' };
    const extra = { ...smuggled, ...allowed, ...status };
    const before = (await desk.as('carla').get('/v1/me')).text;
    const answer = await client.send<{ errors: { path: string; code: string }[] }>(method, path, {
      body: { ...body, ...extra },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual(
      Object.keys(extra).map((name) => expect.objectContaining({ path: name, code: 'unknown-field' })),
    );
    expect((await desk.as('carla').get('/v1/me')).text).toBe(before);
  });
});
