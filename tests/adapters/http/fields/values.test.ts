import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { TicketBody } from '../../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../../support/http/stories.ts';
import { billing, shipping } from '../../../support/queues.ts';

type Name = 'carla' | 'ben' | 'ada';

eachEngine('Custom fields of tickets', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
    const choice = { options: ['app', 'web'].map((key) => ({ key, name: `The ${key}` })) };
    const known = { visibility: 'public', customersMaySet: true };
    await make({ key: 'product', type: 'choice', ...choice, ...known });
    await make({ key: 'cost', type: 'number' });
    await make({ key: 'weight', type: 'number', queueIds: [shipping.id] });
  });
  afterAll(() => desk.close());

  const make = async (field: object): Promise<string> =>
    (await desk.as('ada').post<{ id: string }>('/v1/custom-fields', { name: 'Some', ...field })).body.id;
  const archive = (id: string) => desk.as('ada').patch(`/v1/custom-fields/${id}`, { isArchived: true });
  const fill = (who: Name, ticket: TicketBody, customFields: object, more: object = {}) =>
    desk.as(who).patch<TicketBody>(at(ticket), { customFields, ...more });

  test('are set when it is raised: by customers what customers may, by staff all of them', async () => {
    const hers = await raisedBy(desk.as('carla'), { customFields: { product: 'app' } });
    expect(hers.customFields).toEqual({ product: 'app' });
    const his = await raisedBy(desk.as('ben'), { customFields: { product: 'web', cost: 12.5 } });
    expect(await seenBy(desk.as('ada'), his)).toMatchObject({ customFields: { product: 'web', cost: 12.5 } });
  });

  test('are changed one by one, and told of with what was before', async () => {
    const ticket = await raisedBy(desk.as('carla'), { customFields: { product: 'app' } });
    expect((await fill('ben', ticket, { cost: 20 })).body.customFields).toEqual({ product: 'app', cost: 20 });
    expect((await fill('ben', ticket, { product: null, cost: 30 })).body.customFields).toEqual({ cost: 30 });
    expect((await factsFor(desk.as('ben'), ticket)).slice(2)).toMatchObject([
      { type: 'staff-fields-changed', data: { before: { cost: null }, after: { cost: 20 } } },
      { type: 'fields-changed', data: { before: { product: 'app' }, after: { product: null } } },
      {
        type: 'staff-fields-changed',
        changes: { customFields: { before: { cost: 20 }, after: { cost: 30 } } },
      },
    ]);
  });

  test('of staff are nowhere in what a customer sees, and move nothing of it', async () => {
    const ticket = await raisedBy(desk.as('ben'), {
      ...{ requesterEmail: 'carla@example.org', customFields: { product: 'web', cost: 777.125 } },
    });
    const paths = [at(ticket), `${at(ticket)}/facts`, '/v1/tickets?limit=100', '/v1/me/export'];
    const before = await Promise.all(paths.slice(0, 3).map((path) => desk.as('carla').get(path)));
    expect(before[0]?.body).toMatchObject({ customFields: { product: 'web' } });
    await fill('ben', ticket, { cost: 778.125 });
    const after = await Promise.all(paths.map((path) => desk.as('carla').get(path)));
    for (const [index, { text, headers }] of before.entries()) {
      expect(after[index]?.text).toBe(text);
      expect(after[index]?.headers.get('etag')).toBe(headers.get('etag'));
    }
    for (const { text } of after) expect(text).not.toMatch(/cost|77[78]\.125/);
    await fill('ben', ticket, { product: 'app' });
    expect(await seenBy(desk.as('carla'), ticket)).toMatchObject({ customFields: { product: 'app' } });
  });

  test('that are wrong are refused together, each by its name', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const wrong = { product: 'tv', cost: 'much', weight: 1, nothing: true };
    const errors = [
      { path: 'customFields.product', code: 'unknown-option' },
      { path: 'customFields.cost', code: 'invalid-type' },
      { path: 'customFields.weight', code: 'field-not-in-queue' },
      { path: 'customFields.nothing', code: 'unknown-field' },
    ];
    expect(await fill('ben', ticket, wrong)).toMatchObject({ status: 422, body: { errors } });
    const raising = { subject: 'Late', body: 'Where is it?', queueId: billing.id, customFields: wrong };
    expect(await desk.as('ben').post('/v1/tickets', raising)).toMatchObject({
      status: 422,
      body: { errors },
    });
    expect(await fill('ben', ticket, { cost: { of: 'it' } })).toMatchObject({ status: 422 });
  });

  test('that staff alone know are unknown to customers, who set what customers may', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    expect(await fill('carla', ticket, { cost: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'customFields.cost', code: 'unknown-field' }] },
    });
    expect(await fill('carla', ticket, { product: 'web' })).toMatchObject({ status: 200 });
  });

  test('may be set for the queue that a ticket goes to, and stay when it goes on', async () => {
    const ticket = await raisedBy(desk.as('carla'));
    const moved = await fill('ada', ticket, { weight: 2 }, { queueId: shipping.id });
    expect(moved.body).toMatchObject({ queueId: shipping.id, customFields: { weight: 2 } });
    const back = await desk.as('ada').patch<TicketBody>(at(ticket), { queueId: billing.id });
    expect(back.body.customFields).toEqual({ weight: 2 });
  });

  test('go with a closed ticket into its follow-up', async () => {
    const ticket = await raisedBy(desk.as('ben'), {
      ...{ requesterEmail: 'carla@example.org', customFields: { product: 'web', cost: 5 } },
    });
    await desk.as('ada').post(`${at(ticket)}/close`);
    const again = await desk
      .as('carla')
      .post<{ ticketId: string }>(`${at(ticket)}/messages`, { body: 'Again!' });
    const followUp = await seenBy(desk.as('ada'), { id: again.body.ticketId });
    expect(followUp.customFields).toEqual({ product: 'web', cost: 5 });
  });

  describe('that are required', () => {
    test('are asked for when a ticket is raised, of whoever may set them', async () => {
      const forAll = { visibility: 'public', customersMaySet: true };
      const ids = [
        await make({ key: 'order', type: 'text', required: 'open', ...forAll }),
        await make({ key: 'source', type: 'text', required: 'open' }),
      ];
      const wanted = { subject: 'Late', body: 'Where is it?', queueId: billing.id };
      const lacking = (path: string) => ({ path, code: 'required' });
      expect(await desk.as('carla').post('/v1/tickets', wanted)).toMatchObject({
        status: 422,
        body: { errors: [lacking('customFields.order')] },
      });
      expect(await desk.as('ben').post('/v1/tickets', wanted)).toMatchObject({
        status: 422,
        body: { errors: [lacking('customFields.order'), lacking('customFields.source')] },
      });
      const given = { ...wanted, customFields: { order: '4711' } };
      expect(await desk.as('carla').post('/v1/tickets', given)).toMatchObject({ status: 201 });
      for (const id of ids) await archive(id);
    });

    test('are asked for by whatever way a ticket is solved', async () => {
      const id = await make({ key: 'cause', type: 'text', required: 'solve' });
      const ticket = await raisedBy(desk.as('carla'));
      const lacks = { status: 409, body: { code: 'fields-missing', keys: ['cause'] } };
      const ben = desk.as('ben');
      expect(await ben.patch(at(ticket), { status: 'solved' })).toMatchObject(lacks);
      const reply = { body: 'Done', status: 'solved' };
      expect(await ben.post(`${at(ticket)}/messages`, reply)).toMatchObject(lacks);
      expect(await ben.post(`${at(ticket)}/close`)).toMatchObject(lacks);
      const macro = { name: 'Done', scope: 'own', actions: [{ type: 'set-status', status: 'solved' }] };
      const { body: kept } = await ben.post<{ id: string }>('/v1/macros', macro);
      expect(await ben.post(`${at(ticket)}/macros`, { macroId: kept.id })).toMatchObject(lacks);
      const bulk = { ticketIds: [ticket.id], changes: { status: 'solved' } };
      const { body: job } = await ben.post<{ id: string }>('/v1/tickets/bulk', bulk);
      expect(await overOf(job.id)).toMatchObject([{ outcome: 'refused', code: 'fields-missing' }]);
      expect(await seenBy(ben, ticket)).toMatchObject({ status: 'new', version: ticket.version });
      const filled = await fill('ben', ticket, { cause: 'A typo' }, { status: 'solved' });
      expect(filled).toMatchObject({ status: 200, body: { status: 'solved' } });
      await archive(id);
    });

    test('of staff never keep a customer from solving their own ticket', async () => {
      const id = await make({ key: 'cause2', type: 'text', required: 'solve' });
      const ticket = await raisedBy(desk.as('carla'));
      expect(await desk.as('carla').patch(at(ticket), { status: 'solved' })).toMatchObject({ status: 200 });
      await archive(id);
    });
  });

  const overOf = async (id: string): Promise<readonly unknown[]> => {
    for (;;) {
      const { body } = await desk
        .as('ben')
        .get<{ state: string; results: readonly unknown[] }>(`/v1/bulk-jobs/${id}`);
      if (body.state !== 'running') return body.results;
      await pause(20);
    }
  };
});
