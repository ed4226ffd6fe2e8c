import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { ada, bea, ben, carla, lena, nobody, sam } from '../../../support/people.ts';
import { billing, shipping } from '../../../support/queues.ts';

type Grants = {
  readonly items: readonly { readonly id: string; readonly role: string; readonly scope: string }[];
};
type Person = { readonly id: string };

const inBilling = `queue:${billing.id}`;
const inShipping = `queue:${shipping.id}`;

eachEngine('Grants', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const grantsOf = async ({ id }: Person): Promise<readonly string[]> =>
    (await desk.as('ada').get<Grants>(`/v1/users/${id}/grants`)).body.items.map((grant) => grant.id);
  const give = (by: 'ada' | 'lena' | 'ben', { id }: Person, role: string, scope: string) =>
    desk.as(by).post(`/v1/users/${id}/grants`, { role, scope });
  const take = (by: 'ada' | 'lena' | 'ben' | 'bea', { id }: Person, grant: string) =>
    desk.as(by).delete(`/v1/users/${id}/grants/${grant}`);

  test('say which roles somebody holds, and where', async () => {
    expect(await grantsOf(ben)).toEqual([`agent@${inBilling}`, 'customer@global']);
    expect((await desk.as('carla').get<Grants>(`/v1/users/${carla.id}/grants`)).body.items).toEqual([
      { id: 'customer@global', role: 'customer', roleName: 'customer', scope: 'global' },
    ]);
  });

  test('are given and taken one by one, and count at once', async () => {
    const listed = async () => (await desk.as('nobody').get('/v1/queues')).status;
    expect(await listed()).toBe(403);
    const given = await give('ada', nobody, 'agent', inShipping);
    expect(given).toMatchObject({ status: 201, body: { id: `agent@${inShipping}`, scope: inShipping } });
    const location = given.headers.get('location') ?? '';
    expect(await listed()).toBe(200);
    expect(await give('ada', nobody, 'agent', inShipping)).toMatchObject({
      status: 409,
      body: { code: 'already-granted' },
    });
    expect((await desk.as('ada').delete(location)).status).toBe(204);
    expect(await listed()).toBe(403);
    expect((await desk.as('ada').delete(location)).status).toBe(404);
  });

  test('hold in what there is', async () => {
    const nothing = billing.id.replace(/.$/, 'f');
    for (const scope of [`queue:${nothing}`, `organisation:${billing.id}`])
      expect.soft(await give('ada', nobody, 'agent', scope)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'scope', code: 'unknown-scope' }] },
      });
    for (const scope of ['everywhere', 'queue:', `queue:${billing.name}`, '', 'global '])
      expect.soft(await give('ada', nobody, 'agent', scope)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'scope', code: 'invalid-scope' }] },
      });
  });

  test('are not given by who lacks them: neither a role beyond one nor a scope beyond one', async () => {
    const role = { name: 'Gives grants', permissions: ['grant:manage', 'user:read'] };
    const { id } = (await desk.as('ada').post<Person>('/v1/roles', role)).body;
    await give('ada', lena, id, inBilling);
    expect((await give('lena', sam, 'lead', inBilling)).status).toBe(201);
    expect((await give('lena', sam, id, inBilling)).status).toBe(201);
    const permission = { status: 403, body: { code: 'not-permitted' } };
    for (const [scope, wanted] of [
      [inBilling, 'admin'],
      [inShipping, 'agent'],
      ['global', 'customer'],
      ['global', id],
    ] as const)
      expect.soft(await give('lena', sam, wanted, scope), `${wanted}@${scope}`).toMatchObject(permission);
    expect.soft(await give('lena', lena, 'admin', 'global')).toMatchObject(permission);
    expect.soft(await take('lena', ada, 'admin@global')).toMatchObject(permission);
    expect.soft(await take('lena', sam, `agent@${inShipping}`)).toMatchObject(permission);
    expect((await take('lena', sam, `lead@${inBilling}`)).status).toBe(204);
    expect((await take('lena', sam, `${id}@${inBilling}`)).status).toBe(204);
    expect(await grantsOf(sam)).toEqual([`agent@${inShipping}`, 'customer@global']);
  });

  test('are not given by way of an invitation either', async () => {
    const role = { name: 'Inviter', permissions: ['user:invite'] };
    const { id } = (await desk.as('ada').post<Person>('/v1/roles', role)).body;
    await give('ada', bea, id, 'global');
    const invite = (wanted: string, queueIds: readonly string[] = [billing.id]) =>
      desk.as('bea').post('/v1/users', {
        email: `${wanted}@example.net`,
        firstName: 'Some',
        lastName: 'Body',
        role: wanted,
        queueIds,
      });
    const refused = { status: 403, body: { code: 'not-permitted' } };
    expect.soft(await invite('admin')).toMatchObject(refused);
    expect.soft(await invite('lead')).toMatchObject(refused);
    expect.soft(await invite('agent', [billing.id, shipping.id])).toMatchObject(refused);
    expect.soft((await invite('agent')).status).toBe(201);
    expect.soft((await invite('customer')).status).toBe(201);
  });

  test('the last admin stays one, however many are taken away at once', async () => {
    const admins = (await desk.as('ada').get<{ items: { id: string; email: string }[] }>('/v1/users')).body;
    const first = admins.items.find(({ email }) => email.startsWith('first.admin'));
    if (first === undefined) throw new Error('there is no first admin');
    for (const person of [bea, ben, lena]) await give('ada', person, 'admin', 'global');
    await take('ada', first, 'admin@global');
    const both = await Promise.all([
      take('ben', bea, 'admin@global'),
      take('lena', ben, 'admin@global'),
      take('bea', lena, 'admin@global'),
      take('ada', ada, 'admin@global'),
    ]);
    const statuses = both.map(({ status }) => status);
    expect(statuses.filter((status) => ![204, 403, 409].includes(status))).toEqual([]);
    const left: string[] = [];
    for (const [name, person] of Object.entries({ ada, bea, ben, lena })) {
      const grants = await desk.as(name as 'ada').get<Grants>(`/v1/users/${person.id}/grants`);
      if (grants.body.items.some(({ id }) => id === 'admin@global')) left.push(name);
    }
    expect(left.length).toBeGreaterThan(0);
    const [last = 'ada'] = left;
    const as = desk.as(last as 'ada');
    for (const person of [first, ada, bea, ben, lena]) {
      const taken = await as.delete(`/v1/users/${person.id}/grants/admin@global`);
      expect.soft([204, 403, 404, 409]).toContain(taken.status);
    }
    expect((await as.get('/v1/roles')).status).toBe(200);
  });
});
