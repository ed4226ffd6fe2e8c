import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, ProblemBody } from '../../../support/http/bodies.ts';
import { billing } from '../../../support/queues.ts';

type CategoryBody = { readonly id: string; readonly name: string; readonly isArchived: boolean };

eachEngine('Categories', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const make = (name: string, rest: object = {}) =>
    desk.as('ada').post<CategoryBody & ProblemBody>('/v1/categories', { name, ...rest });
  const revise = (id: string, revision: object, headers = {}) =>
    desk.as('ada').patch<CategoryBody & ProblemBody>(`/v1/categories/${id}`, revision, headers);

  test('are made by admins, found where the answer says, and told of in the audit', async () => {
    const money = (await make('Money')).body;
    const made = await make('Refunds', {
      ...{ parentId: money.id, defaultQueueId: billing.id, defaultPriority: 'high' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'Refunds', parentId: money.id, isArchived: false },
        ...{ defaultQueueId: billing.id, defaultPriority: 'high' },
      },
    });
    expect(made.headers.get('etag')).toBe('"1"');
    const found = await desk.as('carla').get<CategoryBody>(made.headers.get('location') ?? '');
    expect(found.body).toEqual(made.body);
    const audit = await desk.as('ada').get<PageBody<unknown>>('/v1/audit?action=category-made&limit=1');
    expect(audit.body.items).toMatchObject([{ after: { name: 'Refunds' } }]);
  });

  test('are listed for staff, and for customers as far as they can be chosen', async () => {
    const devices = (await make('Devices')).body;
    await make('Phones', { parentId: devices.id });
    const namesFor = async (name: 'ben' | 'carla') =>
      (await desk.as(name).get<PageBody<CategoryBody>>('/v1/categories')).body.items.map((one) => one.name);
    expect(await namesFor('carla')).toEqual(expect.arrayContaining(['Devices', 'Phones']));
    await revise(devices.id, { isArchived: true });
    expect(await namesFor('ben')).toEqual(expect.arrayContaining(['Devices', 'Phones']));
    expect(await namesFor('carla')).not.toEqual(expect.arrayContaining(['Devices']));
    expect(await namesFor('carla')).not.toEqual(expect.arrayContaining(['Phones']));
    expect(await desk.as('carla').get(`/v1/categories/${devices.id}`)).toMatchObject({ status: 200 });
  });

  test('are changed by one of two who read the same version', async () => {
    const { id } = (await make('Races')).body;
    const both = await Promise.all(
      ['Fast', 'Slow'].map((name) => revise(id, { name }, { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  test('never end up within each other, whoever moves them at the same time', async () => {
    const one = (await make('One')).body.id;
    const other = (await make('Other')).body.id;
    const both = await Promise.all([revise(one, { parentId: other }), revise(other, { parentId: one })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  test('have a name each among those of one parent', async () => {
    const { id } = (await make('Delivery')).body;
    expect(await make('delivery')).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    expect(await make('Delivery', { parentId: id })).toMatchObject({ status: 201 });
    const other = (await make('Shipping')).body.id;
    expect(await revise(other, { name: 'DELIVERY' })).toMatchObject({ status: 409 });
  });

  test.each([
    [{ parentId: billing.id }, 'parentId', 'unknown-parent'],
    [{ defaultQueueId: '01957b3e-9c00-7a10-8f10-6d1f0c3a5eff' }, 'defaultQueueId', 'unknown-queue'],
    [{ name: '' }, 'name', 'too-short'],
    [{ defaultPriority: 'huge' }, 'defaultPriority', 'invalid-value'],
  ])('that make no sense are refused: %o', async (rest, path, code) => {
    expect(await make('Senseless', rest)).toMatchObject({ status: 422, body: { errors: [{ path, code }] } });
  });
});
