import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { eachEngine } from '../../support/engines.ts';
import { billing } from '../../support/queues.ts';

type Named = { readonly id: string; readonly externalId: string | null };
type Listed = { readonly items: readonly Named[] };

/** Names that a careless comparison takes for one another. */
const lookalikes = ['Müller', 'müller', 'Mu\u0308ller', 'Muller', 'Müller.', 'ﬁ', 'fi', 'ß', 'ss', '１', '1'];

eachEngine('What things are called in the host product', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const inviting = (email: string, externalId: string) => ({
    email,
    firstName: 'New',
    lastName: 'Example',
    role: 'customer',
    externalId,
  });
  const raising = (externalId: string) => ({
    subject: 'Charged twice',
    body: 'Please help',
    queueId: billing.id,
    externalId,
  });
  const people = (externalId: string) =>
    desk.as('ada').get<Listed>(`/v1/users?externalId=${encodeURIComponent(externalId)}`);
  const tickets = (externalId: string) =>
    desk.as('ben').get<Listed>(`/v1/tickets?externalId=${encodeURIComponent(externalId)}`);

  test('is given to a person on invitation, shown, and found by', async () => {
    const made = await desk.as('ada').post<Named>('/v1/users', inviting('eve@example.org', 'cust-42'));
    expect(made).toMatchObject({ status: 201, body: { externalId: 'cust-42' } });
    expect((await people('cust-42')).body).toMatchObject({ items: [{ id: made.body.id }], nextCursor: null });
    expect((await people('cust-4')).body.items).toEqual([]);
    expect((await desk.as('carla').get('/v1/users?externalId=cust-42')).status).toBe(403);
  });

  test('is one person’s alone', async () => {
    await desk.as('ada').post('/v1/users', inviting('first@example.org', 'cust-43'));
    const second = await desk.as('ada').post('/v1/users', inviting('second@example.org', 'cust-43'));
    expect(second).toMatchObject({ status: 409, body: { code: 'external-id-taken' } });
    const free = await desk.as('ada').post('/v1/users', inviting('second@example.org', 'cust-44'));
    expect(free).toMatchObject({ status: 201, body: { externalId: 'cust-44' } });
  });

  test('of a person is changed, and taken away, by whoever manages people', async () => {
    const { id } = (await desk.as('ada').post<Named>('/v1/users', inviting('late@example.org', 'cust-50')))
      .body;
    const path = `/v1/users/${id}`;
    const change = (externalId: string | null) => desk.as('ada').patch<Named>(path, { externalId });
    expect(await change('cust-51')).toMatchObject({ status: 200, body: { id, externalId: 'cust-51' } });
    expect((await desk.as('ada').get(path)).body).toMatchObject({ externalId: 'cust-51' });
    expect((await people('cust-50')).body.items).toEqual([]);
    expect((await people('cust-51')).body.items).toMatchObject([{ id }]);

    await desk.as('ada').post('/v1/users', inviting('other@example.org', 'cust-52'));
    expect(await change('cust-52')).toMatchObject({ status: 409, body: { code: 'external-id-taken' } });
    expect((await desk.as('ada').get(path)).body).toMatchObject({ externalId: 'cust-51' });
    expect((await desk.as('lena').patch(path, { externalId: 'hers' })).status).toBe(403);
    expect(await change(null)).toMatchObject({ status: 200, body: { externalId: null } });
    expect(await change(null)).toMatchObject({ status: 200, body: { externalId: null } });
    expect(await desk.as('ada').post('/v1/users', inviting('next@example.org', 'cust-51'))).toMatchObject({
      status: 201,
    });
  });

  test('of a person stays when they are only renamed', async () => {
    const { id } = (await desk.as('ada').post<Named>('/v1/users', inviting('kept@example.org', 'cust-53')))
      .body;
    const renamed = await desk.as('ada').patch(`/v1/users/${id}`, { firstName: 'Kept' });
    expect(renamed.body).toMatchObject({ firstName: 'Kept', externalId: 'cust-53' });
  });

  test('of an organisation is changed, and taken away', async () => {
    const making = (name: string, externalId: string) =>
      desk.as('ada').post<Named>('/v1/organisations', { name, externalId });
    const { id } = (await making('Initech', 'crm-1')).body;
    const change = (externalId: string | null) =>
      desk.as('ada').patch<Named>(`/v1/organisations/${id}`, { externalId });
    expect(await change('crm-2')).toMatchObject({ status: 200, body: { externalId: 'crm-2' } });
    await making('Hooli', 'crm-3');
    expect(await change('crm-3')).toMatchObject({ status: 409, body: { code: 'external-id-taken' } });
    expect(await change(null)).toMatchObject({ status: 200, body: { externalId: null } });
    expect((await desk.as('ben').patch(`/v1/organisations/${id}`, { externalId: 'mine' })).status).toBe(403);
  });

  test('is compared byte by byte, for people and tickets', async () => {
    for (const [at, name] of lookalikes.entries()) {
      const person = await desk.as('ada').post('/v1/users', inviting(`alike${at}@example.org`, name));
      expect.soft(person.status, name).toBe(201);
      const ticket = await desk.as('ben').post('/v1/tickets', raising(name));
      expect.soft(ticket.status, name).toBe(201);
    }
    for (const name of lookalikes) {
      expect.soft((await people(name)).body.items.map((one) => one.externalId)).toEqual([name]);
      expect.soft((await tickets(name)).body.items.map((one) => one.externalId)).toEqual([name]);
    }
  });

  test('is given to a ticket by staff, shown to staff, and found by', async () => {
    const raised = await desk.as('ben').post<Named>('/v1/tickets', raising('order-7'));
    expect(raised).toMatchObject({ status: 201, body: { externalId: 'order-7' } });
    expect((await tickets('order-7')).body.items).toMatchObject([{ id: raised.body.id }]);
    const facts = await desk
      .as('ben')
      .get<{ items: { data: object }[] }>(`/v1/tickets/${raised.body.id}/facts`);
    expect(facts.body.items[0]?.data).toMatchObject({ externalId: 'order-7' });
  });

  test('is one ticket’s alone, also when two are raised at the same moment', async () => {
    const raised = await Promise.all(
      Array.from({ length: 4 }, () => desk.as('ben').post('/v1/tickets', raising('order-8'))),
    );
    expect(raised.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    expect(raised.find(({ status }) => status === 409)).toMatchObject({
      body: { code: 'external-id-taken' },
    });
  });

  test('of a ticket is changed, and taken away, by staff; customers notice nothing', async () => {
    const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };
    const { id } = (await desk.as('carla').post<Named>('/v1/tickets', wanted)).body;
    const path = `/v1/tickets/${id}`;
    const change = (externalId: string | null) => desk.as('ben').patch<Named>(path, { externalId });
    const before = await desk.as('carla').get(path);
    const read = await desk.as('ben').get<{ version: number }>(path);
    expect(await change('order-20')).toMatchObject({
      status: 200,
      body: { externalId: 'order-20', version: read.body.version + 1 },
    });
    expect((await tickets('order-20')).body.items).toMatchObject([{ id }]);
    expect(await change('order-20')).toMatchObject({ body: { version: read.body.version + 1 } });
    expect(await change('order-21')).toMatchObject({ status: 200, body: { externalId: 'order-21' } });
    expect((await tickets('order-20')).body.items).toEqual([]);

    expect((await desk.as('ben').post('/v1/tickets', raising('order-20'))).status).toBe(201);
    expect(await change('order-20')).toMatchObject({ status: 409, body: { code: 'external-id-taken' } });
    expect((await desk.as('ben').post('/v1/tickets', raising('order-21'))).status).toBe(409);
    expect(await desk.as('carla').patch(path, { externalId: 'hers' })).toMatchObject({
      status: 403,
      body: { permission: 'ticket:triage' },
    });
    const told = async (who: 'ben' | 'carla') =>
      (await desk.as(who).get<{ items: { type: string; data: object }[] }>(`${path}/facts`)).body.items;
    expect((await told('ben')).slice(-2)).toMatchObject([
      { type: 'external-id-changed', data: { before: null, after: 'order-20' } },
      { type: 'external-id-changed', data: { before: 'order-20', after: 'order-21' } },
    ]);
    expect((await told('carla')).map(({ type }) => type)).toEqual(['ticket-opened', 'ticket-acknowledged']);
    expect((await desk.as('carla').get(path)).text).toBe(before.text);
    expect(await change(null)).toMatchObject({ status: 200, body: { externalId: null } });
  });

  test('is one ticket’s alone, also when two are given it at the same moment', async () => {
    const wanted = { subject: 'Charged twice', body: 'Please help', queueId: billing.id };
    const ids: string[] = [];
    for (let one = 0; one < 4; one += 1)
      ids.push((await desk.as('ben').post<Named>('/v1/tickets', wanted)).body.id);
    const given = await Promise.all(
      ids.map((id) => desk.as('ben').patch(`/v1/tickets/${id}`, { externalId: 'order-22' })),
    );
    expect(given.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect((await tickets('order-22')).body.items).toHaveLength(1);
  });

  test('is no customer’s to give, to see or to search by', async () => {
    const asked = await desk.as('carla').post('/v1/tickets', raising('order-9'));
    expect(asked).toMatchObject({ status: 403, body: { permission: 'ticket:triage' } });
    const forCarla = { ...raising('order-10'), requesterEmail: 'carla@example.org' };
    const raised = await desk.as('ben').post<Named>('/v1/tickets', forCarla);
    const path = `/v1/tickets/${raised.body.id}`;
    expect((await desk.as('carla').get(path)).body).toMatchObject({ externalId: null });
    expect((await desk.as('carla').get(`${path}/facts`)).text).not.toContain('order-10');
    expect((await desk.as('carla').get('/v1/tickets?externalId=order-10')).body).toMatchObject({ items: [] });
  });

  test.each(['', ' ', 'x'.repeat(201), 'a\nb', 'a\0b', '\ud800'])(
    'is a line of text, and not %j',
    async (name) => {
      for (const [path, body] of [
        ['/v1/users', inviting('odd@example.org', name)],
        ['/v1/tickets', raising(name)],
      ] as const) {
        const answer = await desk.as('ada').post(path, body);
        expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'externalId' }] } });
      }
    },
  );
});
