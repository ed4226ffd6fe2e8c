import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seconds } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { type CastName, castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { codeAt } from '../../../support/totp-codes.ts';
import { refusalOf } from '../../websocket/live-client.ts';

eachEngine('signing in with a second factor', (engine) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk(engine, { settings: { REQUIRE_SECOND_FACTOR_FOR: 'lead' } });
  });
  afterAll(() => desk.close());

  type Tokens = { readonly accessToken: string };
  type Enrolment = { readonly secret: string; readonly otpauthUri: string; readonly qrCode: string };
  type Codes = { readonly recoveryCodes: readonly string[] };

  const password = castPassword;
  const logIn = (name: CastName, otp?: string) =>
    desk.withToken(undefined).post<Tokens>('/v1/auth/login', {
      email: emailOf(name),
      password,
      ...(otp === undefined ? {} : { otp }),
    });
  const begin = async (name: CastName) =>
    (await desk.as(name).post<Enrolment>('/v1/me/totp', { password })).body;
  const activate = (name: CastName, code: string) =>
    desk.as(name).post<Codes>('/v1/me/totp/activation', { code });
  /** Turns it on, and lets the code that did so pass. */
  const turnOn = async (name: CastName) => {
    const { secret } = await begin(name);
    const { recoveryCodes } = (await activate(name, codeAt(secret, desk.clock.now()))).body;
    desk.clock.advance(seconds(60));
    return { secret, recoveryCodes };
  };
  const code = (secret: string, steps = 0) => codeAt(secret, desk.clock.now(), steps);
  const state = async (name: CastName) => (await desk.as(name).get('/v1/me/totp')).body;

  describe('is turned on', () => {
    test('by a code of the app that took the secret, and told by mail', async () => {
      expect(await state('carla')).toEqual({ state: 'off', recoveryCodesLeft: 0 });
      const { secret, otpauthUri, qrCode } = await begin('carla');
      expect(otpauthUri).toContain(`secret=${secret}`);
      expect(Buffer.from(qrCode.split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg /);
      expect(await state('carla')).toEqual({ state: 'begun', recoveryCodesLeft: 0 });
      expect((await logIn('carla')).status).toBe(200);

      const { status, body } = await activate('carla', code(secret));
      expect(status).toBe(200);
      expect(new Set(body.recoveryCodes).size).toBe(10);
      expect(await state('carla')).toEqual({ state: 'on', recoveryCodesLeft: 10 });
      const letter = await lastLetterTo(desk, emailOf('carla'), 'second-factor-changed');
      expect(letter).toMatchObject({ change: 'turned-on' });
      expect(await logIn('carla')).toMatchObject({ status: 401, body: { code: 'otp-required' } });
    });

    test('only by who knows the password', async () => {
      const begun = await desk.as('dora').post('/v1/me/totp', { password: 'not the right password' });
      expect(begun.body).toMatchObject({ code: 'wrong-password' });
      expect(await state('dora')).toEqual({ state: 'off', recoveryCodesLeft: 0 });
    });

    test('only by a right code, once', async () => {
      const nothing = await activate('dora', '123456');
      expect(nothing).toMatchObject({ status: 409, body: { code: 'no-second-factor' } });
      const { secret } = await begin('dora');
      const late = await activate('dora', code(secret, 2));
      expect(late).toMatchObject({ status: 422, body: { code: 'invalid-code' } });
      expect((await activate('dora', code(secret))).status).toBe(200);
      for (const again of [
        await activate('dora', code(secret)),
        await desk.as('dora').post('/v1/me/totp', { password }),
      ]) {
        expect(again).toMatchObject({ status: 409, body: { code: 'second-factor-active' } });
      }
    });

    test('with the last secret that was asked for', async () => {
      const [first, last] = [await begin('nobody'), await begin('nobody')];
      expect((await activate('nobody', code(first.secret))).status).toBe(422);
      expect((await activate('nobody', code(last.secret))).status).toBe(200);
    });
  });

  describe('lets in', () => {
    test('with a code, and with none that was used or comes before it', async () => {
      const { secret } = await turnOn('paul');
      expect((await logIn('paul', code(secret))).status).toBe(200);
      for (const used of [code(secret), code(secret, -1)]) {
        expect(await logIn('paul', used)).toMatchObject({
          status: 401,
          body: { code: 'invalid-credentials' },
        });
      }
      expect((await logIn('paul', code(secret, 1))).status).toBe(200);
    });

    test('one of many who come with one code at the same moment', async () => {
      const { secret } = await turnOn('ben');
      const answers = await Promise.all(Array.from({ length: 6 }, () => logIn('ben', code(secret))));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401, 401]);
    });

    test('with a recovery code, once, however it is typed, which is told by mail', async () => {
      const { recoveryCodes } = await turnOn('bea');
      const [one = '', other = ''] = recoveryCodes;
      expect((await logIn('bea', one.toUpperCase().replace('-', ' '))).status).toBe(200);
      expect((await logIn('bea', one)).status).toBe(401);
      const letter = await lastLetterTo(desk, emailOf('bea'), 'second-factor-changed');
      expect(letter).toMatchObject({ change: 'recovery-code-used' });
      expect(await state('bea')).toEqual({ state: 'on', recoveryCodesLeft: 9 });
      const both = await Promise.all([logIn('bea', other), logIn('bea', other)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    });
  });

  describe('is changed by password and code', () => {
    test('for new recovery codes, which void the old ones', async () => {
      const { secret, recoveryCodes } = await turnOn('sam');
      const path = '/v1/me/totp/recovery-codes';
      const wrong = await desk.as('sam').post(path, { password, code: '000000' });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid-code' } });
      const renewed = await desk.as('sam').post<Codes>(path, { password, code: code(secret) });
      expect(renewed.body.recoveryCodes).toHaveLength(10);
      expect((await logIn('sam', recoveryCodes[0])).status).toBe(401);
      expect((await logIn('sam', renewed.body.recoveryCodes[0])).status).toBe(200);
    });

    test('to turn it off, with its recovery codes', async () => {
      const { secret } = await turnOn('ada');
      const send = (body: object) => desk.as('ada').send('DELETE', '/v1/me/totp', { body });
      expect((await send({ password: 'not the right password', code: code(secret) })).body).toMatchObject({
        code: 'wrong-password',
      });
      expect(await send({ password, code: '000000' })).toMatchObject({ status: 422 });
      expect((await send({ password, code: code(secret) })).status).toBe(204);
      expect((await logIn('ada')).status).toBe(200);
      expect(await state('ada')).toEqual({ state: 'off', recoveryCodesLeft: 0 });
      const letter = await lastLetterTo(desk, emailOf('ada'), 'second-factor-changed');
      expect(letter).toMatchObject({ change: 'turned-off' });
    });
  });

  test('can be asked of a role: who has none may turn it on, and do nothing else', async () => {
    const lena = desk.as('lena');
    const required = { status: 403, body: { code: 'second-factor-required' } };
    expect(await lena.get('/v1/tickets')).toMatchObject(required);
    expect(await lena.get('/v1/me/sessions')).toMatchObject(required);
    expect(await lena.post('/v1/live/tickets')).toMatchObject(required);
    const token = await desk.tokenOf('lena');
    expect((await refusalOf(desk.url.replace('http', 'ws'), { token })).status).toBe(403);
    expect((await lena.get('/v1/me')).status).toBe(200);
    await turnOn('lena');
    expect((await lena.get('/v1/tickets')).status).toBe(200);
  });
});
