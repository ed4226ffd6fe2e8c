import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { ada, carla, paul } from '../../../support/people.ts';

type Made = { readonly id: string };

eachEngine('A service account', (engine) => {
  let desk: Desk;
  let account: string;
  const tokens = () => `/v1/service-accounts/${account}/access-tokens`;
  const tokenFor = async (permissions: readonly string[]) =>
    (await desk.as('ada').post<{ token: string }>(tokens(), { name: 'Live', permissions })).body.token;
  const forHer = { 'on-behalf-of': String(carla.id) };

  beforeAll(async () => {
    desk = await startDesk(engine);
    const wanted = { name: 'Shop backend', externalId: 'shop' };
    const made = await desk.as('ada').post<Made>('/v1/service-accounts', wanted);
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'service', firstName: 'Shop backend', externalId: 'shop', roles: ['customer'] },
    });
    account = made.body.id;
    const role = { name: 'Host product', permissions: ['user:act-for'] };
    const grant = { role: (await desk.as('ada').post<Made>('/v1/roles', role)).body.id, scope: 'global' };
    expect((await desk.as('ada').post(`/v1/users/${account}/grants`, grant)).status).toBe(201);
  });
  afterAll(() => desk.close());

  test('acts for people with a token of its own, and the history names the person', async () => {
    const token = await tokenFor(['user:act-for', 'ticket:open', 'ticket:read', 'ticket:reply']);
    const its = desk.withToken(token);
    const wanted = { subject: 'Charged twice', body: 'Please help' };
    const raised = await its.post<Made>('/v1/tickets', wanted, forHer);
    expect(raised).toMatchObject({ status: 201, body: { requesterId: carla.id } });
    expect((await its.get(`/v1/tickets/${raised.body.id}`, forHer)).status).toBe(200);
    expect((await its.get(`/v1/tickets/${raised.body.id}`)).status).toBe(404);
    expect((await its.get('/v1/me', { 'on-behalf-of': String(ada.id) })).status).toBe(403);
    const audit = await desk.as('ada').get<{ items: object[] }>('/v1/audit?limit=100');
    const both = { action: 'acted-for', actorId: account, onBehalfOfId: carla.id };
    expect(audit.body.items).toContainEqual(expect.objectContaining(both));
  });

  test('acts within what its token is limited to, and not at all when that is something else', async () => {
    const reader = desk.withToken(await tokenFor(['user:act-for', 'ticket:read']));
    const wanted = { subject: 'Charged twice', body: 'Please help' };
    expect((await reader.get('/v1/tickets', forHer)).status).toBe(200);
    expect((await reader.post('/v1/tickets', wanted, forHer)).status).toBe(403);
    const other = desk.withToken(await tokenFor(['ticket:read']));
    expect((await other.get('/v1/tickets', forHer)).status).toBe(403);
  });

  test('changes nothing about how the person signs in', async () => {
    const its = desk.withToken(await tokenFor(['user:act-for']));
    const passwords = {
      currentPassword: 'correct horse battery staple',
      newPassword: 'another staple battery horse',
    };
    expect((await its.post('/v1/me/password', passwords, forHer)).status).toBe(403);
    const wanted = { name: 'Mine', permissions: ['ticket:read'] };
    expect((await its.post('/v1/me/access-tokens', wanted, forHer)).status).toBe(403);
  });

  test('has tokens that are listed, and ended one by one', async () => {
    const made = await desk.as('ada').post<{ id: string; token: string }>(tokens(), {
      name: 'One of several',
      permissions: ['user:act-for', 'ticket:read'],
    });
    expect(made.headers.get('location')).toBe(`${tokens()}/${made.body.id}`);
    const another = desk.withToken(await tokenFor(['user:act-for', 'ticket:read']));
    const its = desk.withToken(made.body.token);
    expect((await its.get('/v1/tickets', forHer)).status).toBe(200);

    const listed = await desk.as('ada').get<{ items: Made[] }>(`${tokens()}?limit=100`);
    const { token: _, ...shown } = made.body;
    expect(listed.body.items).toContainEqual({ ...shown, lastUsedAt: expect.any(String) });
    expect(listed.text).not.toContain(made.body.token);
    const pages = await desk.as('ada').get<{ items: Made[]; nextCursor: string }>(`${tokens()}?limit=1`);
    const rest = await desk.as('ada').get<{ items: Made[] }>(`${tokens()}?cursor=${pages.body.nextCursor}`);
    expect([...pages.body.items, ...rest.body.items]).toEqual(listed.body.items);

    expect((await desk.as('ada').delete(`${tokens()}/${made.body.id}`)).status).toBe(204);
    expect((await its.get('/v1/tickets', forHer)).status).toBe(401);
    expect((await another.get('/v1/tickets', forHer)).status).toBe(200);
    expect((await desk.as('ada').delete(`${tokens()}/${made.body.id}`)).status).toBe(404);
    const left = await desk.as('ada').get<{ items: Made[] }>(`${tokens()}?limit=100`);
    expect(left.body.items.map(({ id }) => id)).not.toContain(made.body.id);
    const audit = await desk.as('ada').get<{ items: object[] }>('/v1/audit?action=service-token-revoked');
    expect(audit.body.items).toEqual([
      expect.objectContaining({
        actorId: ada.id,
        subject: { kind: 'user', id: account },
        before: { token: made.body.id, name: 'One of several' },
      }),
    ]);
    const makings = await desk.as('ada').get<{ items: object[] }>('/v1/audit?action=service-token-made');
    expect(makings.body.items).toContainEqual(
      expect.objectContaining({
        actorId: ada.id,
        subject: { kind: 'user', id: account },
        after: expect.objectContaining({ token: made.body.id, name: 'One of several' }),
      }),
    );
  });

  test('has tokens that nobody ends as those of somebody else', async () => {
    const wanted = { name: 'Hers', permissions: ['ticket:read'] };
    const hers = await desk.as('carla').post<Made>('/v1/me/access-tokens', wanted);
    expect((await desk.as('ada').delete(`${tokens()}/${hers.body.id}`)).status).toBe(404);
    const asIfHers = `/v1/service-accounts/${carla.id}/access-tokens`;
    expect((await desk.as('ada').get(asIfHers)).status).toBe(404);
    expect((await desk.as('ada').delete(`${asIfHers}/${hers.body.id}`)).status).toBe(404);
    const mine = await desk.as('carla').get<{ items: Made[] }>('/v1/me/access-tokens');
    expect(mine.body.items.map(({ id }) => id)).toContain(hers.body.id);
  });

  test('has tokens that nobody makes or ends who may do less than it', async () => {
    const role = { name: 'Keeper of accounts', permissions: ['service-account:manage'] };
    const grant = { role: (await desk.as('ada').post<Made>('/v1/roles', role)).body.id, scope: 'global' };
    expect((await desk.as('ada').post(`/v1/users/${paul.id}/grants`, grant)).status).toBe(201);
    const made = await desk.as('ada').post<Made>(tokens(), { name: 'Live', permissions: ['user:act-for'] });
    expect((await desk.as('paul').get(tokens())).status).toBe(200);
    for (const answer of [
      await desk.as('paul').post(tokens(), { name: 'Stolen', permissions: ['user:act-for'] }),
      await desk.as('paul').delete(`${tokens()}/${made.body.id}`),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { permission: 'user:act-for' } });
    }
  });

  test('is nobody who signs in, and nobody to act for', async () => {
    const { body } = await desk.as('ada').get<{ email: string }>(`/v1/users/${account}`);
    const login = { email: body.email, password: 'correct horse battery staple' };
    expect((await desk.withToken(undefined).post('/v1/auth/login', login)).status).toBe(401);
    expect((await desk.as('ada').get('/v1/me', { 'on-behalf-of': account })).status).toBe(403);
    expect(
      (
        await desk.as('ada').post(tokens().replace(account, String(carla.id)), {
          name: 'Hers',
          permissions: ['ticket:read'],
        })
      ).status,
    ).toBe(404);
  });

  test('is out with the next request once it is suspended', async () => {
    const its = desk.withToken(await tokenFor(['user:act-for', 'ticket:read']));
    expect((await its.get('/v1/tickets', forHer)).status).toBe(200);
    expect((await desk.as('ada').patch(`/v1/users/${account}`, { status: 'suspended' })).status).toBe(200);
    expect((await its.get('/v1/tickets', forHer)).status).toBe(401);
    const wanted = { name: 'Too late', permissions: ['ticket:read'] };
    expect(await desk.as('ada').post(tokens(), wanted)).toMatchObject({
      status: 409,
      body: { code: 'account-suspended' },
    });
  });
});
