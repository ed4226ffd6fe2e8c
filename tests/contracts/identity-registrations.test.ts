import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Registration } from '#application/ports/registration-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { address, carlaWith, userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { later, noon } from '../support/tickets.ts';

const clock = { now: () => noon };
const carla = carlaWith({ status: 'unverified' });
const dora = carlaWith({ id: userId(1), email: address('dora@example.org') });

/** The first, second, … registration of carla's address, each a second after the one before. */
const registration = (count: number, facts: Partial<Registration> = {}): Registration => ({
  id: `01957b3e-9c00-7a70-b000-00000000000${count}`,
  user: carla.id,
  passwordHash: `$argon2id$${count}`,
  firstName: 'Carla',
  lastName: 'Customer',
  codeHash: `code-${count}`,
  codeExpiresAt: later(600_000 + count),
  attempts: 0,
  createdAt: later(count * 1000),
  ...facts,
});

eachEngine('keeping registrations', (engine) => {
  let database: TestDatabase;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    stores = identityStoresOn(database, clock);
  });
  beforeEach(async () => {
    await database.empty();
    await stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carla);
      await tx.users.add(dora);
    });
  });
  afterAll(() => database.close());

  const keep = (...registrations: readonly Registration[]) =>
    stores.unitOfWork.run(async (tx) => {
      for (const one of registrations) await tx.registrations.add(one);
    });
  const kept = () => stores.unitOfWork.run((tx) => tx.registrations.of(carla.id));

  const wished = () => stores.unitOfWork.run((tx) => tx.registrations.newestPasswordHash(carla.id));

  test('gives them back newest first, those of one person only', async () => {
    await keep(registration(1), registration(3), registration(2), registration(4, { user: dora.id }));
    expect(await kept()).toEqual([registration(3), registration(2), registration(1)]);
  });

  test('replaces one and leaves the others', async () => {
    await keep(registration(1), registration(2));
    const spent = registration(1, { attempts: 5, codeHash: 'new', codeExpiresAt: later(9_999_999) });
    await stores.unitOfWork.run((tx) => tx.registrations.replace(spent));
    expect(await kept()).toEqual([registration(2), spent]);
  });

  test('removes those whose code is over, to the millisecond', async () => {
    await keep(registration(1), registration(2), registration(3), registration(4, { user: dora.id }));
    await stores.unitOfWork.run((tx) => tx.registrations.removeExpiredOf(carla.id, later(600_002)));
    expect(await kept()).toEqual([registration(3)]);
    expect(await stores.unitOfWork.run((tx) => tx.registrations.of(dora.id))).toHaveLength(1);
  });

  test('makes void all of one person, whose newest password is known all the same', async () => {
    await keep(registration(1), registration(2), registration(3, { user: dora.id }));
    await stores.unitOfWork.run((tx) => tx.registrations.voidAllOf(carla.id));
    expect(await kept()).toEqual([]);
    expect(await wished()).toBe('$argon2id$2');
    expect(await stores.unitOfWork.run((tx) => tx.registrations.of(dora.id))).toHaveLength(1);
  });

  test('never tells one that no code brings to life, nor a password that became that of the account', async () => {
    expect(await wished()).toBeUndefined();
    await keep(registration(1), registration(2, { codeHash: undefined }));
    expect(await kept()).toEqual([registration(1)]);
    expect(await wished()).toBe('$argon2id$2');
    await keep(registration(3, { passwordHash: undefined }));
    expect(await wished()).toBeUndefined();
  });
});
