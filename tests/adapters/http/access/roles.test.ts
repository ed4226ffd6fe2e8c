import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { ben, dora, lena } from '../../../support/people.ts';
import { shipping } from '../../../support/queues.ts';

type RoleBody = { readonly id: string; readonly name: string; readonly permissions: readonly string[] };

eachEngine('Custom roles', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const made = async (name: string, permissions: readonly string[]): Promise<RoleBody> => {
    const answer = await desk.as('ada').post<RoleBody>('/v1/roles', { name, permissions });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/roles/${answer.body.id}`);
    return answer.body;
  };
  const give = (user: { readonly id: string }, role: string, scope: string) =>
    desk.as('ada').post(`/v1/users/${user.id}/grants`, { role, scope });

  test('are listed behind the built-in ones, whose rights are those of the matrix', async () => {
    const { id } = await made('Peeping', ['ticket:read', 'ticket:reply:own', 'ticket:reply:assigned']);
    const { body } = await desk.as('lena').get<{ items: readonly RoleBody[] }>('/v1/roles');
    expect(body.items.map(({ name }) => name)).toEqual(['customer', 'agent', 'lead', 'admin', 'Peeping']);
    expect(body.items[0]?.permissions).toEqual([
      'ticket:open',
      'ticket:read:own',
      'ticket:read:participant',
      'ticket:read:colleague',
      'ticket:reply:own',
      'ticket:reply:participant',
      'ticket:rename:own',
      'ticket:solve:own',
      'ticket:reopen:own',
    ]);
    expect(body.items.at(-1)).toEqual({
      id,
      name: 'Peeping',
      builtIn: false,
      permissions: ['ticket:read', 'ticket:reply:own', 'ticket:reply:assigned'],
    });
    expect((await desk.as('lena').get(`/v1/roles/${id}`)).body).toEqual(body.items.at(-1));
    expect((await desk.as('lena').get('/v1/roles/agent')).body).toEqual(body.items[1]);
  });

  test('have names of their own, however they are written', async () => {
    await made('Étage', []);
    for (const name of ['étage', 'ÉTAGE', 'E\u0301tage', 'Admin', 'customer']) {
      const answer = await desk.as('ada').post('/v1/roles', { name, permissions: [] });
      expect.soft(answer, name).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    }
  });

  test('consist of permissions that there are', async () => {
    for (const wrong of ['ticket:fly', 'user:read:own', 'ticket:read:mine', 'ticket:read:', '', 'admin']) {
      const answer = await desk.as('ada').post('/v1/roles', { name: 'Wrong', permissions: [wrong] });
      expect.soft(answer, wrong).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'permissions.0', code: 'unknown-permission' }] },
      });
    }
  });

  test('count for whoever holds them from the next request on, also when they change', async () => {
    const raised = { subject: 'Where is it', body: 'Please help', queueId: shipping.id };
    const { id: ticket } = (await desk.as('carla').post<{ id: string }>('/v1/tickets', raised)).body;
    const seen = async () => (await desk.as('dora').get(`/v1/tickets/${ticket}`)).status;
    const role = await made('Onlooker', ['ticket:read']);
    expect(await seen()).toBe(404);
    expect((await give(dora, role.id, `queue:${shipping.id}`)).status).toBe(201);
    expect(await seen()).toBe(200);
    await desk.as('ada').patch(`/v1/roles/${role.id}`, { permissions: ['queue:read'] });
    expect(await seen()).toBe(404);
    await desk.as('ada').patch(`/v1/roles/${role.id}`, { permissions: ['ticket:read-internal'] });
    expect(await seen()).toBe(200);
    expect((await desk.as('dora').get<{ roles: unknown }>('/v1/me')).body.roles).toEqual(['Onlooker']);
    await desk.as('ada').delete(`/v1/users/${dora.id}/grants/${role.id}@queue:${shipping.id}`);
    expect(await seen()).toBe(404);
  });

  test('are deleted once nobody holds them, and built-in ones never change', async () => {
    const role = await made('Short-lived', ['queue:read']);
    await give(ben, role.id, 'global');
    expect(await desk.as('ada').delete(`/v1/roles/${role.id}`)).toMatchObject({
      status: 409,
      body: { code: 'role-in-use', holders: [ben.id] },
    });
    await desk.as('ada').delete(`/v1/users/${ben.id}/grants/${role.id}@global`);
    expect((await desk.as('ada').delete(`/v1/roles/${role.id}`)).status).toBe(204);
    expect((await desk.as('ada').get(`/v1/roles/${role.id}`)).status).toBe(404);
    expect(await give(ben, role.id, 'global')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'role', code: 'unknown-role' }] },
    });
    const revision = { permissions: ['ticket:open'] };
    for (const name of ['customer', 'agent', 'lead', 'admin']) {
      const built = { status: 409, body: { code: 'role-built-in' } };
      expect.soft(await desk.as('ada').patch(`/v1/roles/${name}`, revision)).toMatchObject(built);
      expect.soft(await desk.as('ada').delete(`/v1/roles/${name}`)).toMatchObject(built);
    }
  });

  test('cannot be made, changed or deleted beyond what one holds', async () => {
    const maker = await made('Maker of roles', ['role:manage', 'role:read', 'queue:read']);
    const strong = await made('Strong', ['ticket:close', 'queue:read']);
    await give(lena, maker.id, 'global');
    const refused = { status: 403, body: { code: 'not-permitted', permission: 'ticket:close' } };
    const as = desk.as('lena');
    expect(await as.post('/v1/roles', { name: 'X', permissions: ['ticket:close'] })).toMatchObject(refused);
    expect(await as.patch(`/v1/roles/${maker.id}`, { permissions: ['ticket:close'] })).toMatchObject(refused);
    expect(await as.patch(`/v1/roles/${strong.id}`, { permissions: [] })).toMatchObject(refused);
    expect(await as.delete(`/v1/roles/${strong.id}`)).toMatchObject(refused);
    expect((await as.post('/v1/roles', { name: 'X', permissions: ['queue:read'] })).status).toBe(201);
    await desk.as('ada').delete(`/v1/users/${lena.id}/grants/${maker.id}@global`);
    expect((await as.post('/v1/roles', { name: 'Y', permissions: [] })).status).toBe(403);
  });
});
