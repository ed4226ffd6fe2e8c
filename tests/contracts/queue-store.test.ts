import { AsyncResource } from 'node:async_hooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NameTaken } from '#application/ports/queue-store.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { billing, shipping } from '../support/queues.ts';

eachEngine('Keeping queues', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(engine);
  });
  afterAll(() => db.close());
  beforeEach(() => db.empty());

  const add = (queue: Queue) => db.session.transaction(() => db.stores.queues.add(queue));
  const rules = {
    defaultPriority: 'urgent',
    reopenWindowDays: 0,
    autoCloseDays: undefined,
    followUpPolicy: 'refuse',
    acknowledgement: undefined,
    assignment: 'least-loaded',
    capacity: 12,
  } as const;

  test('gives back a queue with all its rules', async () => {
    const strict = { ...billing, ...rules, name: 'Réclamations 🦔' };
    await add(strict);
    await add({ ...shipping, acknowledgement: 'Merci !\nÀ bientôt.' });
    expect(await db.stores.queues.find(strict.id)).toEqual(strict);
    expect(await db.stores.queues.find(shipping.id)).toMatchObject({
      acknowledgement: 'Merci !\nÀ bientôt.',
    });
  });

  test('replaces a queue, and counts its versions', async () => {
    await add(billing);
    await add(shipping);
    const { queues } = db.stores;
    expect(await queues.find(billing.id)).toEqual(billing);
    const queue = { ...billing, ...rules, name: 'Payments', isArchived: true };
    await db.session.transaction(async () => {
      expect(await queues.hold(billing.id)).toEqual({ queue: billing, version: 1 });
      await queues.replace({ queue, version: 2 });
    });
    expect(await queues.stored(billing.id)).toEqual({ queue, version: 2 });
    expect(await queues.find(billing.id)).toEqual(queue);
    expect(await queues.named('Billing')).toBeUndefined();
    expect(await queues.all()).toEqual([queue, shipping]);
    const again = db.session.transaction(() =>
      queues.replace({ queue: { ...queue, name: 'SHIPPING' }, version: 3 }),
    );
    await expect(again).rejects.toThrow(NameTaken);
    expect(await queues.stored(billing.id)).toEqual({ queue, version: 2 });
  });

  test('remembers no queue that was read while another transaction changed it', async () => {
    await add(billing);
    const { queues } = db.stores;
    let meanwhile: Promise<Queue | undefined> = Promise.resolve(undefined);
    const renamed = { ...billing, ...rules };
    // an outsider's read must not join the transaction: it is bound to where it began
    const outside = AsyncResource.bind(() => queues.find(billing.id));
    await db.session.transaction(async () => {
      await queues.replace({ queue: renamed, version: 2 });
      meanwhile = outside();
      if (db.session.dialect.locksRows) await meanwhile;
    });
    await meanwhile;
    expect(await queues.find(billing.id)).toEqual(renamed);
  });

  test('knows no queue that was never added', async () => {
    await add(billing);
    expect(await db.stores.queues.find(shipping.id)).toBeUndefined();
    expect(await db.stores.queues.named('Shipping')).toBeUndefined();
    expect(await db.stores.queues.named('Bílling')).toBeUndefined();
  });

  test.each(['Übersee', 'ÜBERSEE', 'übersee', 'U\u0308bersee'])(
    'finds a queue by its name as %s',
    async (name) => {
      const overseas = { ...billing, name: 'Übersee' };
      await add(overseas);
      expect(await db.stores.queues.named(name)).toEqual(overseas);
      await expect(add({ ...shipping, name })).rejects.toThrow(NameTaken);
      expect(await db.stores.queues.all()).toEqual([overseas]);
    },
  );

  test('finds a queue in the very change that makes it, and nowhere once that is taken back', async () => {
    const { queues } = db.stores;
    const taken = db.session.transaction(async () => {
      await queues.add(billing);
      expect(await queues.find(billing.id)).toEqual(billing);
      expect(await queues.named(billing.name)).toEqual(billing);
      throw new RangeError('taken back');
    });
    await expect(taken).rejects.toThrow(RangeError);
    expect(await queues.find(billing.id)).toBeUndefined();
    expect(await queues.named(billing.name)).toBeUndefined();
  });

  test('tells all of them by name, whatever their case', async () => {
    const small = { ...shipping, name: 'archive' };
    await add(billing);
    await add(small);
    expect(await db.stores.queues.all()).toEqual([small, billing]);
  });
});
