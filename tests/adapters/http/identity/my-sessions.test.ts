import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { type CastName, castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { connect } from '../../websocket/live-client.ts';

eachEngine('where somebody is signed in', (engine) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  type Tokens = { readonly accessToken: string; readonly refreshToken: string };
  type Shown = {
    readonly id: string;
    readonly device: string;
    readonly address: string;
    readonly lastUsedAt: string;
    readonly current: boolean;
  };
  type Page = { readonly items: readonly Shown[]; readonly nextCursor: string | null };

  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
  const logIn = async (name: CastName, userAgent = firefox): Promise<Tokens> => {
    const credentials = { email: emailOf(name), password: castPassword };
    const headers = { 'user-agent': userAgent };
    return (await desk.withToken(undefined).post<Tokens>('/v1/auth/login', credentials, headers)).body;
  };
  const sessions = async (token: string, query = '') =>
    (await desk.withToken(token).get<Page>(`/v1/me/sessions${query}`)).body;
  const currentOf = async (token: string) => {
    const found = (await sessions(token)).items.find(({ current }) => current);
    if (found === undefined) throw new TypeError('nobody asks');
    return found;
  };
  const isGood = async (token: string) => (await desk.withToken(token).get('/v1/me')).status === 200;

  describe('is shown', () => {
    test('with device and address, the one that asks marked, newest first', async () => {
      const [, laptop] = [await logIn('dora', 'curl/8.14.1'), await logIn('dora')];
      const { items } = await sessions(laptop.accessToken);
      expect(items.map(({ device, current }) => [device, current])).toEqual([
        ['Firefox on Windows', true],
        ['curl', false],
        ['Unknown device', false],
      ]);
      expect(items[0]).toMatchObject({ userAgent: firefox, address: expect.any(String) });
    });

    test('page by page, to nobody else', async () => {
      const { accessToken } = await logIn('paul');
      await logIn('paul');
      const first = await sessions(accessToken, '?limit=2');
      const second = await sessions(accessToken, `?limit=2&cursor=${first.nextCursor}`);
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
      const other = await desk.as('carla').get(`/v1/me/sessions?cursor=${first.nextCursor}`);
      expect(other).toMatchObject({ status: 422, body: { code: 'invalid-cursor' } });
    });

    test('with its last use, which refreshing moves', async () => {
      const { refreshToken } = await logIn('lena');
      desk.clock.advance(minutes(20));
      const refreshed = await desk.withToken(undefined).post<Tokens>('/v1/auth/refresh', { refreshToken });
      const { lastUsedAt } = await currentOf(refreshed.body.accessToken);
      expect(new Date(lastUsedAt)).toEqual(desk.clock.now());
    });
  });

  describe('is ended', () => {
    test('one by one, with its live connections and refresh tokens', async () => {
      const [phone, laptop] = [await logIn('carla'), await logIn('carla')];
      const socket = await connect(desk.url.replace('http', 'ws'), { token: phone.accessToken });
      const { id } = await currentOf(phone.accessToken);
      const client = desk.withToken(laptop.accessToken);
      expect((await client.delete(`/v1/me/sessions/${id}`)).status).toBe(204);
      expect(await socket.closed).toEqual({ code: 4401, reason: 'signed-out' });
      expect(await isGood(phone.accessToken)).toBe(false);
      const { refreshToken } = phone;
      expect((await desk.withToken(undefined).post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
      expect(await isGood(laptop.accessToken)).toBe(true);
      expect((await client.delete(`/v1/me/sessions/${id}`)).status).toBe(404);
    });

    test('all but the one that asks', async () => {
      const [phone, tablet, laptop] = [await logIn('ben'), await logIn('ben'), await logIn('ben')];
      const socket = await connect(desk.url.replace('http', 'ws'), { token: tablet.accessToken });
      expect((await desk.withToken(laptop.accessToken).delete('/v1/me/sessions')).status).toBe(204);
      expect(await socket.closed).toEqual({ code: 4401, reason: 'signed-out' });
      expect(await isGood(phone.accessToken)).toBe(false);
      expect((await sessions(laptop.accessToken)).items.map(({ current }) => current)).toEqual([true]);
    });

    test('by its owner alone', async () => {
      const { accessToken } = await logIn('sam');
      const { id } = await currentOf(accessToken);
      expect((await desk.as('ada').delete(`/v1/me/sessions/${id}`)).status).toBe(404);
      expect(await isGood(accessToken)).toBe(true);
    });
  });
});
