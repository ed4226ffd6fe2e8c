import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NameTaken } from '#application/ports/queue-store.ts';
import type { StatusLabel } from '#domain/labels/status-label.ts';
import { StatusLabelId } from '#domain/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { awaitingParts, inReview } from '../support/status-labels.ts';

eachEngine('Keeping status labels', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());
  beforeEach(() => db.empty());

  const add = (label: StatusLabel) => db.session.transaction(() => db.stores.statusLabels.add(label));

  test('gives back labels in the order in which they were made', async () => {
    await add({ ...inReview, name: 'Größe 🦔' });
    await add(awaitingParts);
    expect(await db.stores.statusLabels.all()).toEqual([awaitingParts, { ...inReview, name: 'Größe 🦔' }]);
  });

  test('replaces a label, counts its versions, and knows it at once', async () => {
    await add(awaitingParts);
    const { statusLabels } = db.stores;
    expect(await statusLabels.recent()).toEqual([awaitingParts]);
    const label = { ...awaitingParts, name: 'Parts', isArchived: true };
    await db.session.transaction(async () => {
      expect(await statusLabels.hold(label.id)).toEqual({ label: awaitingParts, version: 1 });
      await statusLabels.replace({ label, version: 2 });
    });
    expect(await statusLabels.stored(label.id)).toEqual({ label, version: 2 });
    expect(await statusLabels.recent()).toEqual([label]);
  });

  test('has one label of a name for each status, whatever its case', async () => {
    await add(awaitingParts);
    await add({ ...inReview, name: awaitingParts.name });
    const another = StatusLabelId('01957b3e-9c00-7f60-8f10-6d1f0c3a5e03');
    const sameName = { ...awaitingParts, id: another, name: 'WAITING FOR PARTS' };
    await expect(add(sameName)).rejects.toThrow(NameTaken);
    const renamed = { ...inReview, name: 'WAITING FOR PARTS', status: 'open' } as const;
    await db.session.transaction(() => db.stores.statusLabels.replace({ label: renamed, version: 2 }));
    expect(await db.stores.statusLabels.stored(inReview.id)).toEqual({ label: renamed, version: 2 });
  });
});
