import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import type { PageBody, ProblemBody } from '../../support/http/bodies.ts';
import type { CastName } from '../../support/http/sign-ins.ts';
import { ada, bea, ben, dora, lena, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

type MemberBody = { readonly user: { readonly id: string }; readonly roles: readonly string[] };

eachEngine('The members of a queue', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const members = `/v1/queues/${billing.id}/members`;
  const list = async (query = '', somebody: CastName = 'ben') =>
    (await desk.as(somebody).get<PageBody<MemberBody>>(`${members}${query}`)).body;
  const told = (page: PageBody<MemberBody>) =>
    Object.fromEntries(page.items.map(({ user, roles }) => [user.id, roles]));

  test('are those who were granted a role in it, and nobody who holds one everywhere', async () => {
    expect(told(await list())).toEqual({ [ben.id]: ['agent'], [bea.id]: ['agent'], [lena.id]: ['lead'] });
  });

  test('are told a page at a time, each once', async () => {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: PageBody<MemberBody> = await list(`?limit=1${cursor && `&cursor=${cursor}`}`);
      found.push(...page.items.map(({ user }) => user.id));
      cursor = page.nextCursor;
    }
    expect(found).toEqual([ben.id, bea.id, lena.id].toSorted());
  });

  test('come, are given another role, and go; that counts with their next request', async () => {
    const tickets = `/v1/queues/${billing.id}`;
    expect((await desk.as('dora').get(tickets)).status).toBe(404);
    const add = (role: string) => desk.as('ada').put<MemberBody>(`${members}/${dora.id}`, { role });
    for (const role of ['agent', 'agent', 'lead']) {
      expect(await add(role)).toMatchObject({ status: 200, body: { user: { id: dora.id }, roles: [role] } });
    }
    expect((await desk.as('dora').get(tickets)).status).toBe(200);
    expect(told(await list())[dora.id]).toEqual(['lead']);
    expect((await desk.as('ada').delete(`${members}/${dora.id}`)).status).toBe(204);
    expect((await desk.as('ada').delete(`${members}/${dora.id}`)).status).toBe(204);
    expect((await desk.as('dora').get(tickets)).status).toBe(404);
    expect(told(await list())[dora.id]).toBeUndefined();
    const audit = await desk.as('ada').get<PageBody<{ action: string }>>('/v1/audit?limit=4');
    expect(audit.body.items.map(({ action }) => action)).toEqual([
      'grant-taken',
      'grant-given',
      'grant-taken',
      'grant-given',
    ]);
  });

  test('keep what they have in other queues', async () => {
    await desk.as('ada').put(`${members}/${sam.id}`, { role: 'agent' });
    await desk.as('ada').delete(`${members}/${sam.id}`);
    expect((await desk.as('sam').get(`/v1/queues/${shipping.id}`)).status).toBe(200);
  });

  test('are no customers of it, who stay what they are when they are taken out', async () => {
    const grants = `/v1/users/${dora.id}/grants`;
    await desk.as('ada').post(grants, { role: 'customer', scope: `queue:${billing.id}` });
    const before = (await desk.as('ada').get<PageBody<unknown>>(grants)).body;
    expect(told(await list())[dora.id]).toBeUndefined();
    expect((await desk.as('ada').delete(`${members}/${dora.id}`)).status).toBe(204);
    expect((await desk.as('ada').get(grants)).body).toEqual(before);
    const now = await desk.as('ada').put(`${members}/${dora.id}`, { role: 'agent' });
    expect(now.body).toMatchObject({ roles: ['agent'] });
    await desk.as('ada').delete(`${members}/${dora.id}`);
  });

  test('are nobody who was erased', async () => {
    const wanted = { email: 'vera@example.org', firstName: 'Vera', lastName: 'Vogt', role: 'customer' };
    const { id } = (await desk.as('ada').post<{ id: string }>('/v1/users', wanted)).body;
    await desk.as('ada').delete(`/v1/users/${id}`);
    expect(await desk.as('ada').put<ProblemBody>(`${members}/${id}`, { role: 'agent' })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  test('are somebody, in a role that makes a member', async () => {
    const put = (user: string, role: string) =>
      desk.as('ada').put<ProblemBody>(`${members}/${user}`, { role });
    expect((await put(billing.id, 'agent')).status).toBe(404);
    for (const role of ['customer', billing.id]) {
      expect(await put(dora.id, role)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'role', code: 'unknown-role' }] },
      });
    }
    expect(told(await list())[ada.id]).toBeUndefined();
  });
});
