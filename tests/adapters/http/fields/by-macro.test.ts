import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { ProblemBody, TicketBody } from '../../../support/http/bodies.ts';
import { at, factsFor, raisedBy, seenBy } from '../../../support/http/stories.ts';
import { shipping } from '../../../support/queues.ts';

type Made = { readonly id: string };

eachEngine('Custom fields and status labels by macro', (engine) => {
  let desk: Desk;
  let ticket: TicketBody;
  let label: string;
  let parcel: string;
  let macros = 0;
  beforeAll(async () => {
    desk = await startDesk(engine);
    const define = (field: object) => desk.as('ada').post<Made>('/v1/custom-fields', field);
    await define({ key: 'cost', name: 'Cost', type: 'number' });
    await define({ key: 'carrier', name: 'Carrier', type: 'text', queueIds: [shipping.id] });
    const options = [{ key: 'lost', name: 'Lost' }];
    parcel = (await define({ key: 'parcel', name: 'Parcel', type: 'choice', options })).body.id;
    const waiting = { name: 'Ordered', status: 'on-hold' };
    label = (await desk.as('ada').post<Made>('/v1/status-labels', waiting)).body.id;
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ticket = await raisedBy(desk.as('carla'));
    await desk.as('ben').post(`${at(ticket)}/messages`, { body: 'Let me see' });
  });

  const make = async (...actions: readonly object[]) => {
    macros += 1;
    const macro = { name: `Fill it in ${macros}`, scope: 'own', actions };
    return desk.as('ben').post<Made & ProblemBody>('/v1/macros', macro);
  };
  const applied = (macroId: string) =>
    desk.as('ben').post<TicketBody & ProblemBody>(`${at(ticket)}/macros`, { macroId });
  const apply = async (...actions: readonly object[]) => applied((await make(...actions)).body.id);
  const fill = (customFields: object) => ({ type: 'set-custom-fields', customFields });

  test('are given and taken away', async () => {
    const given = await apply(
      { type: 'set-status', status: 'on-hold' },
      { type: 'set-status-label', statusLabelId: label },
      fill({ cost: 12.5, parcel: 'lost' }),
    );
    expect(given).toMatchObject({
      status: 200,
      body: { status: 'on-hold', statusLabelId: label, customFields: { cost: 12.5, parcel: 'lost' } },
    });
    const taken = await apply(fill({ cost: null }), { type: 'set-status-label', statusLabelId: null });
    expect(taken.body).toMatchObject({ statusLabelId: null, customFields: { parcel: 'lost' } });
  });

  test('are those of the queue that it goes to, too', async () => {
    const move = { type: 'move', queueId: shipping.id };
    expect((await apply(fill({ carrier: 'Snail Mail' }), move)).status).toBe(200);
    expect(await seenBy(desk.as('ada'), ticket)).toMatchObject({
      queueId: shipping.id,
      customFields: { carrier: 'Snail Mail' },
    });
  });

  test('are shown as they were sent, also before they are applied', async () => {
    const actions = [fill({ cost: 3, parcel: null }), { type: 'set-status-label', statusLabelId: label }];
    const made = await make(...actions);
    expect(made).toMatchObject({ status: 201, body: { actions } });
    const preview = await desk.as('ben').get(`${at(ticket)}/macros/${made.body.id}`);
    expect(preview).toMatchObject({ status: 200, body: { actions } });
  });

  test('solve a ticket that must say them to be solved', async () => {
    const field = { key: 'cause', name: 'Cause', type: 'text', required: 'solve' };
    const { id } = (await desk.as('ada').post<Made>('/v1/custom-fields', field)).body;
    const solve = { type: 'set-status', status: 'solved' };
    expect(await apply(solve)).toMatchObject({ status: 409, body: { code: 'fields-missing' } });
    expect((await apply(solve, fill({ cause: 'Rain' }))).body).toMatchObject({ status: 'solved' });
    await desk.as('ada').patch(`/v1/custom-fields/${id}`, { isArchived: true });
  });

  test.each([
    ['of no field', fill({ price: 1 }), 'customFields.price', 'unknown-field'],
    ['of another type', fill({ cost: 'much' }), 'customFields.cost', 'invalid-type'],
    ['of another queue', fill({ carrier: 'Dove' }), 'customFields.carrier', 'field-not-in-queue'],
    [
      'that are no labels',
      { type: 'set-status-label', statusLabelId: '0199aaaa-0000-7000-8000-00000000000f' },
      'statusLabelId',
      'unknown-status-label',
    ],
  ])('%s are refused with their place, and nothing is done', async (_, action, path, code) => {
    const before = await factsFor(desk.as('ada'), ticket);
    expect(await apply({ type: 'set-priority', priority: 'urgent' }, action)).toMatchObject({
      status: 422,
      body: { step: 1, errors: [{ path, code }] },
    });
    expect(await factsFor(desk.as('ada'), ticket)).toEqual(before);
  });

  test.each([
    ['text', 'x'.repeat(2001)],
    ['choice', Array.from({ length: 5000 }, (_, count) => `${count}`)],
  ])('are not even kept when no field has room for them: a long %s', async (_, value) => {
    expect(await make(fill({ cost: value }))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'actions.0.customFields.cost', code: 'too-long' }] },
    });
  });

  test('that are labels of another status are refused', async () => {
    expect(await apply({ type: 'set-status-label', statusLabelId: label })).toMatchObject({
      status: 409,
      body: { code: 'status-label-unfit', step: 0 },
    });
  });

  test('are looked at when they are applied: what was archived since is refused', async () => {
    const filling = (await make(fill({ parcel: 'lost' }))).body.id;
    const hold = { type: 'set-status', status: 'on-hold' };
    const labelling = (await make(hold, { type: 'set-status-label', statusLabelId: label })).body.id;
    const refusedBy = async (macro: string, step: number, code: string) =>
      expect(await applied(macro)).toMatchObject({ status: 422, body: { step, errors: [{ code }] } });
    const field = `/v1/custom-fields/${parcel}`;
    await desk.as('ada').patch(field, { options: [{ key: 'lost', name: 'Lost', isArchived: true }] });
    await refusedBy(filling, 0, 'unknown-option');
    await desk.as('ada').patch(field, { isArchived: true });
    await refusedBy(filling, 0, 'field-archived');
    await desk.as('ada').patch(`/v1/status-labels/${label}`, { isArchived: true });
    await refusedBy(labelling, 1, 'status-label-archived');
    expect((await seenBy(desk.as('ben'), ticket)).status).toBe('open');
  });
});
