import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seconds } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { lastLetterTo } from '../../../support/http/letters-to.ts';
import { type CastName, castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { ada, ben, carla, dora, lena, paul } from '../../../support/people.ts';
import { codeAt } from '../../../support/totp-codes.ts';
import { connect } from '../../websocket/live-client.ts';

const required = { status: 403, body: { code: 'second-factor-required' } };

eachEngine('A second factor that a role asks for', (engine) => {
  let desk: Desk;

  beforeAll(async () => {
    const settings = { REQUIRE_SECOND_FACTOR_FOR: 'lead,billing boss' };
    desk = await startDesk(engine, { settings });
  });
  afterAll(() => desk.close());

  type Tokens = { readonly accessToken: string };
  type Enrolment = { readonly secret: string };
  type Codes = { readonly recoveryCodes: readonly string[] };

  const password = castPassword;
  const logIn = (name: CastName, otp?: string) =>
    desk.withToken(undefined).post<Tokens>('/v1/auth/login', {
      email: emailOf(name),
      password,
      ...(otp === undefined ? {} : { otp }),
    });
  const turnOn = async (name: CastName) => {
    const { secret } = (await desk.as(name).post<Enrolment>('/v1/me/totp', { password })).body;
    const code = codeAt(secret, desk.clock.now());
    const { recoveryCodes } = (await desk.as(name).post<Codes>('/v1/me/totp/activation', { code })).body;
    desk.clock.advance(seconds(60));
    return { secret, recoveryCodes };
  };
  const give = (user: { readonly id: string }, role: string) =>
    desk.as('ada').post(`/v1/users/${user.id}/grants`, { role, scope: 'global' });
  const live = ({ accessToken }: Tokens) => connect(desk.url.replace('http', 'ws'), { token: accessToken });

  describe('closes open live connections', () => {
    const closed = { code: 4403, reason: 'second-factor-required' };

    test('of whoever newly holds the role, also those opened with a ticket, and leaves others', async () => {
      const tokens = (await logIn('paul')).body;
      const { ticket } = (
        await desk.withToken(tokens.accessToken).post<{ readonly ticket: string }>('/v1/live/tickets')
      ).body;
      const page = await connect(desk.url.replace('http', 'ws'), { ticket });
      const program = await live(tokens);
      const other = await live((await logIn('dora')).body);
      expect((await give(paul, 'lead')).status).toBe(201);
      expect(await Promise.all([page.closed, program.closed])).toEqual([closed, closed]);
      expect(await desk.withToken(tokens.accessToken).get('/v1/tickets')).toMatchObject(required);
      expect((await other.ask({ type: 'ping' })).type).toBe('pong');
      other.socket.close();
    });

    test('of whoever turns theirs off', async () => {
      const { secret } = await turnOn('lena');
      const now = () => codeAt(secret, desk.clock.now());
      const tokens = (await logIn('lena', now())).body;
      const socket = await live(tokens);
      desk.clock.advance(seconds(60));
      const off = { body: { password, code: now() } };
      expect((await desk.as('lena').send('DELETE', '/v1/me/totp', off)).status).toBe(204);
      expect(await socket.closed).toEqual(closed);
    });
  });

  test('is asked of a custom role by its name, which it keeps while the settings name it', async () => {
    const made = await desk
      .as('ada')
      .post<{ readonly id: string }>('/v1/roles', { name: 'Billing Boss', permissions: ['queue:read'] });
    const path = `/v1/roles/${made.body.id}`;
    expect(await desk.as('ada').patch(path, { name: 'Boss' })).toMatchObject({
      status: 409,
      body: { code: 'role-named-in-settings' },
    });
    expect((await desk.as('ada').patch(path, { name: 'BILLING boss' })).status).toBe(200);
    expect((await desk.as('ada').patch(path, { permissions: [] })).status).toBe(200);
    expect((await give(ben, made.body.id)).status).toBe(201);
    expect(await desk.as('ben').get('/v1/tickets')).toMatchObject(required);
  });

  describe('that was lost with its recovery codes', () => {
    const take = (who: CastName, from: { readonly id: string }) =>
      desk.as(who).delete(`/v1/users/${from.id}/totp`);

    test('is turned off by an admin: sessions end, its owner is told, and the audit knows', async () => {
      const { recoveryCodes } = await turnOn('carla');
      const { accessToken } = (await logIn('carla', recoveryCodes[0])).body;
      expect((await take('ada', carla)).status).toBe(204);
      expect((await desk.withToken(accessToken).get('/v1/me')).status).toBe(401);
      expect((await logIn('carla')).status).toBe(200);
      const letter = await lastLetterTo(desk, emailOf('carla'), 'second-factor-changed');
      expect(letter).toMatchObject({ change: 'taken' });
      const { body } = await desk.as('ada').get(`/v1/audit?action=second-factor-taken`);
      expect(body).toMatchObject({ items: [{ actorId: ada.id, subject: { kind: 'user', id: carla.id } }] });
      expect(await take('ada', carla)).toMatchObject({ status: 409, body: { code: 'no-second-factor' } });
    });

    test('is turned off by nobody for themselves, and not for whoever holds rights beyond their own', async () => {
      expect(await take('ada', ada)).toMatchObject({ status: 409, body: { code: 'own-account' } });
      const helper = await desk.as('ada').post<{ readonly id: string }>('/v1/roles', {
        name: 'Helper',
        permissions: ['user:read', 'user:manage'],
      });
      await give(dora, helper.body.id);
      expect(await take('dora', lena)).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
      expect(await take('dora', ada)).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
      expect((await take('lena', ada)).status).toBe(403);
    });
  });
});
