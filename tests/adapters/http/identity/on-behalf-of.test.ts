import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveAll } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { Client } from '../../../support/http/client.ts';
import { ada, ben, carla, dora, sam } from '../../../support/people.ts';
import { billing } from '../../../support/queues.ts';

type Made = { readonly id: string };

eachEngine('Acting for somebody', (engine) => {
  let desk: Desk;
  /** Somebody whose one right is to act for others. */
  let sams: Client;
  beforeAll(async () => {
    desk = await startDesk(engine);
    const role = { name: 'Host product', permissions: ['user:act-for'] };
    const made = await desk.as('ada').post<Made>('/v1/roles', role);
    const grant = { role: made.body.id, scope: 'global' };
    expect((await desk.as('ada').post(`/v1/users/${sam.id}/grants`, grant)).status).toBe(201);
    sams = desk.as('sam');
  });
  afterAll(() => desk.close());

  const forHer = { 'on-behalf-of': String(carla.id) };
  const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };

  test('is to be that person: they raise the ticket, and see what is theirs', async () => {
    expect((await sams.get('/v1/me', forHer)).body).toMatchObject({ id: carla.id });
    const raised = await sams.post<Made>('/v1/tickets', wanted, forHer);
    expect(raised).toMatchObject({ status: 201, body: { requesterId: carla.id } });
    const facts = await sams.get<{ items: object[] }>(`/v1/tickets/${raised.body.id}/facts`, forHer);
    expect(facts.body.items[0]).toMatchObject({ type: 'ticket-opened', actor: { id: carla.id } });
    expect((await sams.get(`/v1/tickets/${raised.body.id}`)).status).toBe(404);
    const forDora = { 'on-behalf-of': String(dora.id) };
    expect((await sams.get(`/v1/tickets/${raised.body.id}`, forDora)).status).toBe(404);
  });

  test('is kept with all that is done so: staff are told of both, customers of the person alone', async () => {
    type Told = { readonly type: string; readonly actor: object };
    const raised = await sams.post<Made>('/v1/tickets', wanted, forHer);
    const path = `/v1/tickets/${raised.body.id}`;
    await sams.post(`${path}/messages`, { body: 'Any news?' }, forHer);
    await desk.as('carla').post(`${path}/messages`, { body: 'It is me again.' });
    const told = async (who: 'ben' | 'carla') =>
      (await desk.as(who).get<{ items: Told[] }>(`${path}/facts`)).body.items;

    const staff = (await told('ben')).map(({ type, actor }) => [type, actor]);
    expect(staff).toEqual([
      ['ticket-opened', { kind: 'person', id: carla.id, throughId: sam.id }],
      ['ticket-acknowledged', { kind: 'system', id: null, throughId: null }],
      ['ticket-replied', { kind: 'person', id: carla.id, throughId: sam.id }],
      ['ticket-replied', { kind: 'person', id: carla.id, throughId: null }],
    ]);
    const customers = await told('carla');
    expect(customers[0]?.actor).toEqual({ kind: 'person', id: carla.id });
    for (const who of [desk.as('carla'), { get: (at: string) => sams.get(at, forHer) }]) {
      expect((await who.get(`${path}/facts`)).text).not.toContain(sam.id);
      expect((await who.get(`${path}/messages`)).text).not.toContain(sam.id);
    }
  });

  test('is kept with follow-ups, too', async () => {
    const raised = await sams.post<Made>('/v1/tickets', wanted, forHer);
    await desk.as('ben').post(`/v1/tickets/${raised.body.id}/close`);
    const replied = await sams.post<{ ticketId: string }>(
      `/v1/tickets/${raised.body.id}/messages`,
      { body: 'It came back.' },
      forHer,
    );
    expect(replied.body.ticketId).not.toBe(raised.body.id);
    const facts = await desk.as('ben').get<{ items: object[] }>(`/v1/tickets/${replied.body.ticketId}/facts`);
    const both = { actor: { kind: 'person', id: carla.id, throughId: sam.id } };
    expect(facts.body.items.slice(0, 2)).toMatchObject([both, both]);
  });

  test('gives what they may do, and nothing of one’s own', async () => {
    expect((await sams.get('/v1/queues')).status).toBe(200);
    expect((await sams.get('/v1/queues', forHer)).status).toBe(403);
    expect((await sams.get('/v1/users', forHer)).status).toBe(403);
  });

  test('goes by what they are called in the host product as well', async () => {
    const person = { email: 'ünal@example.org', firstName: 'Eve', lastName: 'Host', role: 'customer' };
    const invited = await desk
      .as('ada')
      .post<Made>('/v1/users', { ...person, email: 'eve@example.org', externalId: 'Müller & Söhne' });
    const named = { 'on-behalf-of': encodeURIComponent('Müller & Söhne') };
    // invited, and not there yet
    expect((await sams.get('/v1/me', named)).status).toBe(403);
    expect(invited.status).toBe(201);
  });

  test.each([
    ['nobody', 'nothing'],
    ['an empty name', ''],
    ['a name that is no name', '%E0%A4%A'],
    ['an id of nobody', '01957b3e-9c00-7b20-9a01-2f6c1d7e4fff'],
    ['SQL', "' or 1=1 -- "],
    ['oneself', String(sam.id)],
    ['an agent of another queue', String(ben.id)],
    ['the admin', String(ada.id)],
  ])('is refused for %s', async (_, name) => {
    const answer = await sams.get('/v1/me', { 'on-behalf-of': name });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'not-permitted', permission: 'user:act-for' },
    });
  });

  test('is refused to whoever may not, whomever they name, in the same bytes', async () => {
    const bytes = new Set<string>();
    for (const name of [String(carla.id), 'nothing', String(ada.id)]) {
      for (const who of ['carla', 'ben', 'lena', 'nobody'] as const) {
        const header = { 'on-behalf-of': name, 'x-request-id': 'always-the-same' };
        const answer = await desk.as(who).get('/v1/me', header);
        expect.soft(answer.status).toBe(403);
        bytes.add(answer.text);
      }
    }
    expect(bytes.size).toBe(1);
  });

  test('is refused for somebody who is suspended, from the next request on', async () => {
    const forDora = { 'on-behalf-of': String(dora.id) };
    expect((await sams.get('/v1/me', forDora)).status).toBe(200);
    await desk.as('ada').patch(`/v1/users/${dora.id}`, { status: 'suspended' });
    expect((await sams.get('/v1/me', forDora)).status).toBe(403);
  });

  test('is no way to a live connection', async () => {
    expect((await sams.post('/v1/live/tickets', undefined, forHer)).status).toBe(403);
  });

  test.each<[method: string, path: string, body?: object]>([
    ['POST', '/v1/auth/logout'],
    ['PATCH', '/v1/me', { firstName: 'Carlotta' }],
    ['GET', '/v1/me/sessions'],
    ['DELETE', '/v1/me/sessions'],
    ['GET', '/v1/me/access-tokens'],
    ['GET', '/v1/me/export'],
    ['DELETE', '/v1/me', { password: 'correct horse battery staple' }],
  ])('is refused where it would be about oneself: %s %s', async (method, path, body) => {
    const answer = await sams.send(method, path, { body, headers: forHer });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'not-permitted', detail: expect.stringContaining('On-Behalf-Of') },
    });
    expect((await sams.get('/v1/me')).body).toMatchObject({ id: sam.id });
    expect((await desk.as('carla').get('/v1/me')).body).toMatchObject({ firstName: 'Carla' });
  });

  test('without a good token is nothing', async () => {
    expect((await desk.withToken(undefined).get('/v1/me', forHer)).status).toBe(401);
    expect((await desk.withToken('a.b.c').get('/v1/me', forHer)).status).toBe(401);
  });

  test('is audited as both', async () => {
    const { origin, unitOfWork } = resolveAll(desk.hexdesk.container, {
      origin: tokens.origin,
      unitOfWork: tokens.unitOfWork,
    });
    const request = { address: '127.0.0.1', requestId: 'a-request', actedBy: sam.id };
    const renamed = { action: 'user-renamed', actor: carla.id } as const;
    await origin.within(request, () => unitOfWork.run((tx) => tx.audit.append(renamed)));
    const audit = await desk.as('ada').get<{ items: Record<string, unknown>[] }>('/v1/audit?limit=100');
    const both = { actorId: sam.id, onBehalfOfId: carla.id };
    const told = audit.body.items.filter(({ action }) => action === 'acted-for' || action === 'user-renamed');
    expect(told).toContainEqual(expect.objectContaining({ action: 'acted-for', ...both }));
    expect(told).toContainEqual(expect.objectContaining({ action: 'user-renamed', ...both }));
  });
});
