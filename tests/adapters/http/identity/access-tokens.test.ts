import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { tokenPattern } from '#domain/identity/token-text.ts';
import { days, minutes } from '#domain/shared/duration.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { type CastName, cast, castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { billing } from '../../../support/queues.ts';
import { connect } from '../../websocket/live-client.ts';

eachEngine('access tokens of programs', (engine) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  type Made = { readonly id: string; readonly token: string; readonly expiresAt: string };
  type Page = { readonly items: readonly { readonly id: string; readonly lastUsedAt: string | null }[] };

  const make = async (name: CastName, permissions: readonly string[], expiresAt?: Date): Promise<Made> => {
    const wanted = { name: 'Nightly report', permissions, ...(expiresAt && { expiresAt }) };
    const made = await desk.as(name).post<Made>('/v1/me/access-tokens', wanted);
    expect(made.status).toBe(201);
    return made.body;
  };
  const list = async (name: CastName) => (await desk.as(name).get<Page>('/v1/me/access-tokens')).body.items;
  const openTicket = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };

  describe('are made', () => {
    test('with a text that scanners know, shown once and kept as a digest', async () => {
      const { id, token } = await make('carla', ['ticket:read']);
      expect(token).toMatch(tokenPattern);
      expect(JSON.stringify(await list('carla'))).not.toContain(token);
      const session = resolve(desk.hexdesk.container, tokens.session);
      const rows = await session.read((db) => db.selectFrom('access_tokens').selectAll().execute());
      expect(rows.find((row) => row.id === id)).toBeDefined();
      expect(JSON.stringify(rows)).not.toContain(token.slice(8, 40));
      expect(JSON.stringify(desk.log)).not.toContain(token);
    });

    test('with no permission that their owner lacks', async () => {
      const wanted = { name: 'Too much', permissions: ['ticket:read', 'ticket:note'] };
      expect(await desk.as('carla').post('/v1/me/access-tokens', wanted)).toMatchObject({
        status: 403,
        body: { code: 'not-permitted', permission: 'ticket:note' },
      });
    });

    test('for a year at most', async () => {
      const wanted = { name: 'For ever', permissions: ['ticket:read'] };
      for (const off of [-1, days(367)]) {
        const expiresAt = new Date(desk.clock.now().getTime() + off);
        const answer = await desk.as('carla').post('/v1/me/access-tokens', { ...wanted, expiresAt });
        expect(answer).toMatchObject({
          status: 422,
          body: { errors: [{ path: 'expiresAt', code: 'unfit-expiry' }] },
        });
      }
    });
  });

  describe('let a program', () => {
    test('do what they are for, as their owner, and nothing else', async () => {
      const { token } = await make('ben', ['ticket:open', 'ticket:read', 'ticket:reply']);
      const program = desk.withToken(token);
      expect((await program.get('/v1/me')).body).toMatchObject({ id: cast.ben.id });
      const { body, status } = await program.post<{ id: string }>('/v1/tickets', openTicket);
      expect(status).toBe(201);
      const path = `/v1/tickets/${body.id}`;
      expect((await program.post(`${path}/messages`, { body: 'Hello' })).status).toBe(201);
      const note = await program.post(`${path}/messages`, { kind: 'internal', body: 'Psst' });
      expect(note).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
      expect((await program.post(`${path}/claim`)).status).toBe(403);
      expect((await program.get('/v1/users')).status).toBe(403);
    });

    test('see nothing without the permission to read', async () => {
      const { id } = (await desk.as('carla').post<{ id: string }>('/v1/tickets', openTicket)).body;
      const { token } = await make('ben', ['ticket:reply']);
      expect((await desk.withToken(token).get(`/v1/tickets/${id}`)).status).toBe(404);
      expect((await desk.withToken(token).get('/v1/tickets')).body).toMatchObject({ items: [] });
    });

    test('change nothing about how its owner signs in', async () => {
      const { token, id } = await make('ada', ['ticket:read', 'user:invite']);
      const program = desk.withToken(token);
      const refused = { status: 403, body: { code: 'not-permitted' } };
      const password = castPassword;
      const wanted = { name: 'Another', permissions: ['ticket:read'] };
      expect(await program.post('/v1/me/access-tokens', wanted)).toMatchObject(refused);
      expect(await program.get('/v1/me/access-tokens')).toMatchObject(refused);
      expect(await program.delete(`/v1/me/access-tokens/${id}`)).toMatchObject(refused);
      expect(await program.get('/v1/me/sessions')).toMatchObject(refused);
      expect(await program.delete('/v1/me/sessions')).toMatchObject(refused);
      expect(await program.post('/v1/me/totp', { password })).toMatchObject(refused);
      const change = { currentPassword: password, newPassword: 'a tram full of quiet geese' };
      expect(await program.post('/v1/me/password', change)).toMatchObject(refused);
      expect(await program.patch('/v1/me', { firstName: 'Eve' })).toMatchObject(refused);
      expect(await program.post('/v1/auth/logout')).toMatchObject(refused);
    });

    test('follow tickets live, within the same limits, by itself and by a ticket for a browser', async () => {
      const { id } = (await desk.as('carla').post<{ id: string }>('/v1/tickets', openTicket)).body;
      const { token } = await make('ben', ['ticket:read', 'ticket:reply']);
      const url = desk.url.replace('http', 'ws');
      const issued = await desk.withToken(token).post<{ ticket: string }>('/v1/live/tickets');
      for (const way of [{ token }, { ticket: issued.body.ticket }]) {
        const socket = await connect(url, way);
        expect(await socket.subscribe(`ticket:${id}`)).toMatchObject({ type: 'subscribed' });
        const reply = await socket.ask({ type: 'reply', ticketId: id, body: 'Hello' });
        expect(reply).toMatchObject({ type: 'accepted' });
        const note = await socket.ask({ type: 'reply', ticketId: id, body: 'Psst', kind: 'internal' });
        expect(note).toMatchObject({ type: 'refused', problem: { code: 'not-permitted' } });
        socket.close();
        await socket.closed;
      }
    });
  });

  describe('are worth nothing', () => {
    test('once they are revoked, with their live connections', async () => {
      const { token, id } = await make('dora', ['ticket:read']);
      const socket = await connect(desk.url.replace('http', 'ws'), { token });
      expect((await desk.withToken(token).get('/v1/me')).status).toBe(200);
      expect((await desk.as('dora').delete(`/v1/me/access-tokens/${id}`)).status).toBe(204);
      expect((await desk.withToken(token).get('/v1/me')).status).toBe(401);
      expect(await socket.closed).toEqual({ code: 4401, reason: 'signed-out' });
      expect(await list('dora')).toEqual([]);
    });

    test('when they are over', async () => {
      const { token } = await make(
        'paul',
        ['ticket:read'],
        new Date(desk.clock.now().getTime() + minutes(5)),
      );
      expect((await desk.withToken(token).get('/v1/me')).status).toBe(200);
      desk.clock.advance(minutes(5));
      expect((await desk.withToken(token).get('/v1/me')).status).toBe(401);
    });

    test('while their owner is suspended', async () => {
      const { token } = await make('sam', ['ticket:read']);
      await desk.withToken(token).get('/v1/me');
      const path = `/v1/users/${cast.sam.id}`;
      expect((await desk.as('ada').patch(path, { status: 'suspended' })).status).toBe(200);
      expect((await desk.withToken(token).get('/v1/me')).status).toBe(401);
    });

    test('with a letter wrong, or as a refresh token', async () => {
      const { token } = await make('carla', ['ticket:read']);
      for (const wrong of [
        `${token}0`,
        token.slice(0, -1),
        token.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ]) {
        expect((await desk.withToken(wrong).get('/v1/me')).status).toBe(401);
      }
      const refreshed = await desk.withToken(undefined).post('/v1/auth/refresh', { refreshToken: token });
      expect(refreshed.status).toBe(401);
    });
  });

  test('stay when a password is changed, and count as no session', async () => {
    const { token } = await make('bea', ['ticket:read']);
    const credentials = { email: emailOf('bea'), password: castPassword };
    const { body } = await desk
      .withToken(undefined)
      .post<{ accessToken: string }>('/v1/auth/login', credentials);
    const bea = desk.withToken(body.accessToken);
    const change = { currentPassword: castPassword, newPassword: 'a tram full of quiet geese' };
    expect((await bea.post('/v1/me/password', change)).status).toBe(204);
    expect((await bea.get('/v1/me/sessions')).body).toMatchObject({ items: [{ current: true }] });
    expect((await desk.withToken(token).get('/v1/me')).status).toBe(200);
  });

  test('tell when they were used last', async () => {
    const { token, id } = await make('lena', ['ticket:read']);
    const lastUse = async () => (await list('lena')).find((one) => one.id === id)?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await desk.withToken(token).get('/v1/me');
    const first = desk.clock.now();
    expect(await lastUse()).toBe(first.toISOString());
    desk.clock.advance(minutes(9));
    await desk.withToken(token).get('/v1/me');
    expect(await lastUse()).toBe(first.toISOString());
    desk.clock.advance(minutes(1));
    await desk.withToken(token).get('/v1/me');
    expect(await lastUse()).toBe(desk.clock.now().toISOString());
  });
});
