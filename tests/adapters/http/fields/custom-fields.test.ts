import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import type { PageBody, ProblemBody } from '../../../support/http/bodies.ts';
import { billing } from '../../../support/queues.ts';

type FieldBody = { readonly id: string; readonly key: string; readonly isArchived: boolean };

eachEngine('Custom fields', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  const make = (field: object) =>
    desk.as('ada').post<FieldBody & ProblemBody>('/v1/custom-fields', { name: 'Some', ...field });
  const revise = (id: string, revision: object, headers = {}) =>
    desk.as('ada').patch<FieldBody & ProblemBody>(`/v1/custom-fields/${id}`, revision, headers);

  test('are made by admins, found where the answer says, and told of in the audit', async () => {
    const options = [{ key: 'app', name: 'The app' }];
    const made = await make({ key: 'line', type: 'choice', options, queueIds: [billing.id] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ key: 'line', type: 'choice', options: [{ key: 'app', isArchived: false }] },
        ...{ required: 'never', visibility: 'internal', customersMaySet: false, isArchived: false },
        queueIds: [billing.id],
      },
    });
    expect(made.headers.get('etag')).toBe('"1"');
    const found = await desk.as('ben').get<FieldBody>(made.headers.get('location') ?? '');
    expect(found.body).toEqual(made.body);
    const audit = await desk.as('ada').get<PageBody<unknown>>('/v1/audit?action=custom-field-made&limit=1');
    expect(audit.body.items).toMatchObject([{ after: { key: 'line' } }]);
  });

  test('are listed for staff, and for customers as far as they see them in tickets', async () => {
    await make({ key: 'known', type: 'text', visibility: 'public' });
    await make({ key: 'secret', type: 'text' });
    const keysFor = async (name: 'ben' | 'carla') =>
      (await desk.as(name).get<PageBody<FieldBody>>('/v1/custom-fields')).body.items.map(({ key }) => key);
    expect(await keysFor('ben')).toEqual(expect.arrayContaining(['known', 'secret']));
    expect(await keysFor('carla')).toContain('known');
    expect(await keysFor('carla')).not.toContain('secret');
  });

  test('are changed by one of two who read the same version', async () => {
    const { id } = (await make({ key: 'races', type: 'text' })).body;
    const both = await Promise.all(
      ['Fast', 'Slow'].map((name) => revise(id, { name }, { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(await revise(id, { isArchived: true })).toMatchObject({ status: 200, body: { isArchived: true } });
  });

  test('keep their key, their type and their visibility', async () => {
    const { id } = (await make({ key: 'fixed', type: 'text' })).body;
    for (const revision of [{ key: 'other' }, { type: 'number' }, { visibility: 'public' }]) {
      expect(await revise(id, revision)).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    }
  });

  test.each([
    [{ key: 'Upper', type: 'text' }, 'key'],
    [{ key: 'none', type: 'choice' }, 'options'],
    [
      {
        key: 'twice',
        type: 'choice',
        options: [
          { key: 'a', name: 'A' },
          { key: 'a', name: 'B' },
        ],
      },
      'options.1.key',
    ],
    [{ key: 'sly', type: 'text', customersMaySet: true }, 'customersMaySet'],
    [{ key: 'lost', type: 'text', queueIds: ['01957b3e-9c00-7a10-8f10-6d1f0c3a5eff'] }, 'queueIds'],
  ])('that make no sense are refused: %o', async (field, path) => {
    expect(await make(field)).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('have a key each', async () => {
    await make({ key: 'order', type: 'text' });
    expect(await make({ key: 'order', type: 'number' })).toMatchObject({
      status: 409,
      body: { code: 'key-taken' },
    });
  });
});
