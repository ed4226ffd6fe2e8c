import { afterAll, beforeAll, expect, test } from 'vitest';
import { cost, product } from '../support/custom-fields.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { archived, importOn } from '../support/imports.ts';
import { record } from '../support/records.ts';
import { addTheCast } from '../support/the-cast.ts';

eachEngine('Importing custom fields', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
    await addTheCast(db);
    await db.session.transaction(async () => {
      for (const field of [product, cost]) await db.stores.customFields.add(field);
    });
  });
  afterAll(() => db.close());

  test('tells what custom fields it does not know, and keeps those of staff from customers', async () => {
    const wrong = record('OLD-1', { customFields: { product: 'tv', cost: 'much', order: 1 } });
    const right = record('OLD-2', { customFields: { product: 'app', cost: 5 } });
    expect(await importOn(db)([wrong, right])).toEqual([
      {
        outcome: 'refused',
        reasons: [
          { path: 'customFields.product', code: 'unknown-option' },
          { path: 'customFields.cost', code: 'invalid-type' },
          { path: 'customFields.order', code: 'unknown-field' },
        ],
      },
      { outcome: 'imported' },
    ]);
    const [only] = await archived(db);
    expect(await db.stores.reader.find({ number: only?.number ?? 0 })).toMatchObject({
      ticket: { fields: { product: 'app' }, staffFields: { cost: 5 } },
    });
  });
});
