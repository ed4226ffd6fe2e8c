import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AddressTaken } from '#application/ports/user-store.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { address, carlaWith, userId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { billing, shipping } from '../support/queues.ts';
import { noon } from '../support/tickets.ts';

const clock = { now: () => noon };

eachEngine('keeping people', (engine) => {
  let database: TestDatabase;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine, clock);
    stores = identityStoresOn(database, clock);
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  test('gives back what was kept, to the millisecond and the last accent', async () => {
    const lena = carlaWith({
      firstName: 'Élodie 👋',
      lastName: 'O’Brien-Łuczak',
      status: 'invited',
      availability: 'away',
      grants: grantsFor('lead', [billing.id, shipping.id]),
      createdAt: new Date('2026-03-02T12:00:00.789Z'),
    });
    await stores.unitOfWork.run((tx) => tx.users.add(lena));
    const found = await stores.unitOfWork.run(async (tx) => ({
      byId: await tx.users.find(lena.id),
      byAddress: await tx.users.withEmail(lena.email),
      held: await tx.users.hold(lena.id),
    }));
    const byRole = { ...lena, grants: expect.arrayContaining([...lena.grants]) };
    expect(found).toEqual({ byId: byRole, byAddress: byRole, held: byRole });
    expect(found.byId?.grants).toHaveLength(3);
  });

  test('keeps people without any grant', async () => {
    await stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ grants: [] })));
    expect(await stores.unitOfWork.run((tx) => tx.users.find(carlaWith().id))).toEqual(
      carlaWith({ grants: [] }),
    );
  });

  test('knows nobody who was never added', async () => {
    await stores.unitOfWork.run(async (tx) => {
      expect(await tx.users.find(userId(1))).toBeUndefined();
      expect(await tx.users.hold(userId(1))).toBeUndefined();
      expect(await tx.users.withEmail(address('nobody@example.org'))).toBeUndefined();
      expect(await tx.users.passwordHash(userId(1))).toBeUndefined();
      expect(await tx.users.count()).toBe(0);
    });
  });

  test('says when an address is taken, and takes back what was done beside it', async () => {
    await stores.unitOfWork.run((tx) => tx.users.add(carlaWith()));
    const twice = stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carlaWith({ id: userId(1), email: address('other@example.org') }));
      await tx.users.add(carlaWith({ id: userId(2) }));
    });
    await expect(twice).rejects.toBeInstanceOf(AddressTaken);
    expect(await stores.unitOfWork.run((tx) => tx.users.count())).toBe(1);
  });

  test('gives an address to one of many who want it at once', async () => {
    const wishes = Array.from({ length: 8 }, (_, index) =>
      stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ id: userId(index) }))),
    );
    const outcomes = await Promise.allSettled(wishes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(AddressTaken);
    }
  });

  test('replaces names, status and grants, and nothing else', async () => {
    await stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carlaWith());
      await tx.users.setPasswordHash(carlaWith().id, '$argon2id$one');
    });
    const changed = carlaWith({
      firstName: 'Caroline',
      status: 'suspended',
      grants: grantsFor('agent', [billing.id]),
    });
    await stores.unitOfWork.run((tx) =>
      tx.users.replace({ ...changed, email: address('moved@example.org'), createdAt: new Date(0) }),
    );
    await stores.unitOfWork.run(async (tx) => {
      const found = await tx.users.find(changed.id);
      expect(found).toEqual({ ...changed, grants: expect.arrayContaining([...changed.grants]) });
      expect(found?.grants).toHaveLength(2);
      expect(await tx.users.passwordHash(changed.id)).toBe('$argon2id$one');
      await tx.users.setPasswordHash(changed.id, '$argon2id$two');
      expect(await tx.users.passwordHash(changed.id)).toBe('$argon2id$two');
    });
  });

  test('lets only one at a time change somebody who is held', async () => {
    await stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ lastName: '' })));
    const lengthen = () =>
      stores.unitOfWork.run(async (tx) => {
        const held = await tx.users.hold(carlaWith().id);
        if (held) await tx.users.replace({ ...held, lastName: `${held.lastName}x` });
      });
    await Promise.all(Array.from({ length: 8 }, lengthen));
    expect(await stores.unitOfWork.run((tx) => tx.users.find(carlaWith().id))).toMatchObject({
      lastName: 'xxxxxxxx',
    });
  });

  test('lists everybody once, oldest first, page by page', async () => {
    const people = Array.from({ length: 5 }, (_, index) =>
      carlaWith({
        id: userId(index),
        email: address(`person${index}@example.org`),
        grants: index === 3 ? [] : grantsFor('agent', [billing.id, shipping.id]),
      }),
    );
    await stores.unitOfWork.run(async (tx) => {
      for (const person of people.toReversed()) await tx.users.add(person);
    });
    const first = await stores.userList.page({ after: undefined, limit: 2 });
    const second = await stores.userList.page({ after: first.next, limit: 2 });
    const third = await stores.userList.page({ after: second.next, limit: 2 });
    const listed = [first, second, third].flatMap(({ items }) => items);
    expect(listed.map(({ email }) => email)).toEqual(people.map(({ email }) => email));
    expect(listed.map(({ grants }) => grants.length)).toEqual([3, 3, 3, 0, 3]);
    expect(third.next).toBeUndefined();
    expect((await stores.userList.page({ after: undefined, limit: 5 })).next).toBeUndefined();
  });
});
