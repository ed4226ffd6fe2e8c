import { expect, test } from 'vitest';
import { pastValues } from '#domain/tickets/past-values.ts';
import { cost, product } from '../../support/custom-fields.ts';
import { shipping } from '../../support/queues.ts';

test('values from elsewhere are told apart by who may learn of them here', () => {
  expect(pastValues([product, cost], { cost: 5, product: 'app' })).toEqual({
    ok: true,
    outcome: { fields: { product: 'app' }, staffFields: { cost: 5 } },
  });
});

test('what is archived by now, or of another queue, was given once', () => {
  const fields = [{ ...product, isArchived: true, queues: [shipping.id] }];
  expect(pastValues(fields, { product: 'fax' })).toMatchObject({ outcome: { fields: { product: 'fax' } } });
});

test('what fits no field is told, all of it', () => {
  expect(pastValues([product, cost], { product: 'tv', cost: true, order: 1 })).toEqual({
    ok: false,
    refusal: [
      { key: 'product', code: 'unknown-option' },
      { key: 'cost', code: 'invalid-type' },
      { key: 'order', code: 'unknown-field' },
    ],
  });
});
