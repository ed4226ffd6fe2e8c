import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NameTaken } from '#application/ports/queue-store.ts';
import type { Category } from '#domain/categories/category.ts';
import { categoryWith } from '../support/categories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { billing } from '../support/queues.ts';

eachEngine('Keeping categories', (engine) => {
  let db: TestDatabase;
  const money = categoryWith(1, { name: 'Money' });
  const refunds = categoryWith(2, { name: 'Übriges 🦔', parent: money.id });

  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.empty();
    // whoever empties tables tells no memory of it
    await replace(money, 1);
  });

  const add = (category: Category) => db.session.transaction(() => db.stores.categories.add(category));
  const replace = (category: Category, version: number) =>
    db.session.transaction(() => db.stores.categories.replace({ category, version }));

  test('gives back categories by name, with all that they say', async () => {
    await db.session.transaction(() => db.stores.queues.add(billing));
    const full = { ...refunds, defaultQueue: billing.id, defaultPriority: 'low', isArchived: true } as const;
    await add(full);
    await add(money);
    expect(await db.stores.categories.all()).toEqual([
      { category: money, version: 1 },
      { category: full, version: 1 },
    ]);
  });

  test('replaces one that is held, and counts its versions', async () => {
    await add(money);
    await add(refunds);
    const { categories } = db.stores;
    const changed = { ...refunds, name: 'Alles', parent: undefined, defaultPriority: 'urgent' } as const;
    await db.session.transaction(async () => {
      expect((await categories.hold()).map(({ category }) => category)).toEqual([money, refunds]);
      await categories.replace({ category: changed, version: 2 });
    });
    expect(await categories.all()).toEqual([
      { category: changed, version: 2 },
      { category: money, version: 1 },
    ]);
  });

  test('knows at once what was changed here, and remembers nothing that was taken back', async () => {
    const { categories } = db.stores;
    await add(money);
    expect(await categories.recent()).toEqual([money]);
    const taken = db.session.transaction(async () => {
      await categories.add(refunds);
      expect(await categories.recent()).toEqual([money, refunds]);
      throw new RangeError('taken back');
    });
    await expect(taken).rejects.toThrow(RangeError);
    expect(await categories.recent()).toEqual([money]);
  });

  test('takes a name once under each category, whatever its case', async () => {
    await add(money);
    await add(refunds);
    await add(categoryWith(3, { name: 'Money', parent: money.id }));
    await expect(add(categoryWith(4, { name: 'MONEY' }))).rejects.toThrow(NameTaken);
    await expect(add(categoryWith(5, { name: 'übriges 🦔', parent: money.id }))).rejects.toThrow(NameTaken);
    await expect(replace({ ...refunds, name: 'money' }, 2)).rejects.toThrow(NameTaken);
    expect(await db.stores.categories.all()).toHaveLength(3);
  });
});
