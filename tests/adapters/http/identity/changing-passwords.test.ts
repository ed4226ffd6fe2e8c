import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { castPassword } from '../../../support/http/sign-ins.ts';

const newPassword = 'a tram full of quiet geese';

type Tokens = { readonly accessToken: string; readonly refreshToken: string };

eachEngine('Changing one’s password', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const anybody = () => desk.withToken(undefined);
  const signIn = (email: string, password = castPassword) =>
    anybody().post<Tokens>('/v1/auth/login', { email, password });
  const change = (token: string, body: unknown) => desk.withToken(token).post('/v1/me/password', body);

  test('ends every other session, keeps one’s own, and tells the owner', async () => {
    const email = 'carla@example.org';
    const [mine, other] = [(await signIn(email)).body, (await signIn(email)).body];
    const elsewhere = desk.as('carla');
    const answer = await change(mine.accessToken, { currentPassword: castPassword, newPassword });
    expect([answer.status, answer.text]).toEqual([204, '']);

    expect((await desk.withToken(mine.accessToken).get('/v1/me')).status).toBe(200);
    const refreshed = await anybody().post('/v1/auth/refresh', { refreshToken: mine.refreshToken });
    expect(refreshed.status).toBe(200);
    expect((await desk.withToken(other.accessToken).get('/v1/me')).status).toBe(401);
    expect((await elsewhere.get('/v1/me')).status).toBe(401);
    expect((await anybody().post('/v1/auth/refresh', { refreshToken: other.refreshToken })).status).toBe(401);
    expect((await signIn(email)).status).toBe(401);
    expect((await signIn(email, newPassword)).status).toBe(200);
    expect((await lastLetterTo(desk, email, 'password-changed')).name).toBe('Carla');
  });

  test('is refused without the right current password, and changes nothing', async () => {
    const { accessToken } = (await signIn('ben@example.org')).body;
    const answer = await change(accessToken, { currentPassword: 'some other password', newPassword });
    expect(answer).toMatchObject({ status: 422, body: { code: 'wrong-password' } });
    expect((await signIn('ben@example.org')).status).toBe(200);
    expect((await desk.mails()).filter(({ to }) => to === 'ben@example.org')).toEqual([]);
  });

  test('makes links to set a password worthless that were mailed before', async () => {
    const email = 'sam@example.org';
    await anybody().post('/v1/auth/password-reset-requests', { email });
    const { token } = await lastLetterTo(desk, email, 'password-reset');
    const { accessToken } = (await signIn(email)).body;
    expect((await change(accessToken, { currentPassword: castPassword, newPassword })).status).toBe(204);
    expect(
      await anybody().post('/v1/auth/password-resets', { token, password: 'yet another long password' }),
    ).toMatchObject({ status: 422, body: { code: 'invalid-token' } });
  });

  test.each([
    [
      'an empty body',
      {},
      [
        ['currentPassword', 'required'],
        ['newPassword', 'required'],
      ],
    ],
    ['a short one', { newPassword: 'too short' }, [['newPassword', 'too-short']]],
    ['a common one', { newPassword: 'PasswordPassword' }, [['newPassword', 'common-password']]],
    ['one of her names', { newPassword: 'Dora-Example-2026' }, [['newPassword', 'personal-password']]],
    ['more than that', { newPassword, role: 'admin' }, [['role', 'unknown-field']]],
  ])('refuses %s', async (_, body, errors) => {
    const given = Object.keys(body).length === 0 ? {} : { currentPassword: castPassword };
    const answer = await desk
      .as('dora')
      .post<{ errors: { path: string; code: string }[] }>('/v1/me/password', { ...given, ...body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(answer.body.errors.map(({ path, code }) => [path, code])).toEqual(errors);
  });
});

eachEngine('A password that is long enough', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const anybody = () => desk.withToken(undefined);

  describe.each([
    ['common', 'password12345678', 'common-password'],
    ['about its owner', 'nora.newcomer@example.org', 'personal-password'],
  ])('and %s', (_, password, code) => {
    const refused = {
      status: 422,
      body: { code: 'validation-failed', errors: [{ path: 'password', code }] },
    };

    test('is refused when somebody registers, whoever has the address', async () => {
      for (const email of ['nora.newcomer@example.org', 'carla@example.org']) {
        const owner = { email, firstName: 'Nora', lastName: 'Newcomer' };
        const theirs = code === 'common-password' ? password : email;
        expect(await anybody().post('/v1/auth/register', { ...owner, password: theirs })).toMatchObject(
          refused,
        );
      }
    });

    test('is refused for a mailed link, which is good still', async () => {
      const email = code === 'common-password' ? 'sam@example.org' : 'dora@example.org';
      await anybody().post('/v1/auth/password-reset-requests', { email });
      const { token } = await lastLetterTo(desk, email, 'password-reset');
      const wanted = code === 'common-password' ? password : `${email} 1!`;
      const reset = (chosen: string) =>
        anybody().post('/v1/auth/password-resets', { token, password: chosen });
      expect(await reset(wanted)).toMatchObject(refused);
      expect((await reset(newPassword)).status).toBe(204);
    });
  });
});
