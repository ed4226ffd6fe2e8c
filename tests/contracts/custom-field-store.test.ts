import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KeyTaken } from '#application/ports/custom-field-store.ts';
import type { CustomField } from '#domain/fields/custom-field.ts';
import { cost, product } from '../support/custom-fields.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { billing, shipping } from '../support/queues.ts';

eachEngine('Keeping custom fields', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
    // whoever empties tables tells no memory of it
    await db.session.transaction(() => db.stores.customFields.replace({ field: product, version: 1 }));
  });

  const add = (field: CustomField) => db.session.transaction(() => db.stores.customFields.add(field));

  test('gives back a field with all there is to it, in the order in which they were made', async () => {
    const some = { ...product, name: 'Größe 🦔', queues: [billing.id, shipping.id] };
    await add(cost);
    await add(some);
    expect(await db.stores.customFields.all()).toEqual([some, cost]);
    expect(await db.stores.customFields.stored(some.id)).toEqual({ field: some, version: 1 });
  });

  test('replaces a field, and counts its versions', async () => {
    await add(product);
    const { customFields } = db.stores;
    const field = {
      ...product,
      name: 'Line',
      required: 'solve',
      queues: [billing.id],
      isArchived: true,
    } as const;
    await db.session.transaction(async () => {
      expect(await customFields.hold(product.id)).toEqual({ field: product, version: 1 });
      await customFields.replace({ field, version: 2 });
    });
    expect(await customFields.stored(product.id)).toEqual({ field, version: 2 });
  });

  test('knows at once what was changed here, and remembers nothing that was taken back', async () => {
    const { customFields } = db.stores;
    expect(await customFields.recent()).toEqual([]);
    await add(product);
    expect(await customFields.recent()).toEqual([product]);
    const taken = db.session.transaction(async () => {
      await customFields.add(cost);
      expect(await customFields.recent()).toEqual([product, cost]);
      throw new RangeError('taken back');
    });
    await expect(taken).rejects.toThrow(RangeError);
    expect(await customFields.recent()).toEqual([product]);
  });

  test('has one field of a key', async () => {
    await add(product);
    await expect(add({ ...cost, key: product.key })).rejects.toThrow(KeyTaken);
    expect(await db.stores.customFields.all()).toEqual([product]);
  });

  test('knows no field that was never added', async () => {
    expect(await db.stores.customFields.stored(cost.id)).toBeUndefined();
  });
});
