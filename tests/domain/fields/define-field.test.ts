import { expect, test } from 'vitest';
import { defineField, maySeeField, reviseField } from '#domain/fields/define-field.ts';
import { cost, fieldWith, product } from '../../support/custom-fields.ts';
import { ada, ben, carla, lena } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';

test('an admin defines custom fields; a lead does not', () => {
  expect(defineField(product, { by: ada })).toEqual({ ok: true, outcome: product });
  expect(defineField(product, { by: lena })).toEqual({
    ok: false,
    refusal: { code: 'not-permitted', permission: 'custom-field:manage' },
  });
});

test.each([
  ['a choice without options', { ...product, options: [] }, 'options-unfit'],
  ['a number with options', { ...product, type: 'number' as const }, 'options-unfit'],
  ['a staff field that customers set', fieldWith({ customersMaySet: true }), 'not-public'],
])('%s makes no sense', (_, field, code) => {
  expect(defineField(field, { by: ada })).toEqual({ ok: false, refusal: { code } });
});

test('a change keeps what it does not name, and takes the queues away with null', () => {
  const forBilling = { ...cost, queues: [billing.id] };
  const revise = (revision: Parameters<typeof reviseField>[1]['revision']) =>
    reviseField(forBilling, { by: ada, revision });
  expect(revise({ name: 'Goodwill' })).toEqual({ ok: true, outcome: { ...forBilling, name: 'Goodwill' } });
  expect(revise({ queues: null, isArchived: true })).toEqual({
    ok: true,
    outcome: { ...cost, queues: undefined, isArchived: true },
  });
});

test('an option that is left out is archived, for tickets may have it', () => {
  const [app, , fax] = product.options;
  const renamed = { key: 'app', name: 'The mobile app', isArchived: false };
  const revised = reviseField(product, { by: ada, revision: { options: [renamed] } });
  expect(app).toBeDefined();
  expect(revised).toMatchObject({
    outcome: { options: [renamed, { key: 'web', name: 'The web shop', isArchived: true }, fax] },
  });
});

test('options cannot pile up without end', () => {
  const many = Array.from({ length: 200 }, (_, at) => ({ key: `o${at}`, name: 'One', isArchived: false }));
  expect(reviseField(product, { by: ada, revision: { options: many } })).toEqual({
    ok: false,
    refusal: { code: 'too-many-options', limit: 200 },
  });
});

test('customers know public fields, staff all of them', () => {
  expect([carla, ben].map((who) => maySeeField(who, product))).toEqual([true, true]);
  expect([carla, ben].map((who) => maySeeField(who, cost))).toEqual([false, true]);
});
