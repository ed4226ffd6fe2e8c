import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { principalTtlMs } from '#application/ports/principals.ts';
import { grantsFor, type UserStatus } from '#domain/identity/user.ts';
import { days } from '#domain/shared/duration.ts';
import { type AdjustableClock, adjustableClock } from '../support/adjustable-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { carlaWith, principalOf, sessionId } from '../support/identity-people.ts';
import { type IdentityStores, identityStoresOn } from '../support/identity-stores.ts';
import { billing } from '../support/queues.ts';
import { later, noon } from '../support/tickets.ts';

const carla = carlaWith({ grants: grantsFor('agent', [billing.id]) });

eachEngine('knowing who is signed in', (engine) => {
  let database: TestDatabase;
  let clock: AdjustableClock;
  let stores: IdentityStores;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  beforeEach(async () => {
    await database.empty();
    clock = adjustableClock();
    stores = identityStoresOn(database, clock);
    await stores.unitOfWork.run(async (tx) => {
      await tx.users.add(carla);
      await tx.sessions.add(
        {
          id: sessionId(1),
          user: carla.id,
          createdAt: noon,
          lastUsedAt: noon,
          expiresAt: later(days(30)),
          address: '127.0.0.1',
          userAgent: '',
          revokedAt: undefined,
        },
        { hash: 'token', session: sessionId(1), generation: 1, usedAt: undefined },
      );
    });
  });
  afterAll(() => database.close());

  const who = async () => (await stores.principals.ofSession(sessionId(1)))?.user;
  const end = () => stores.unitOfWork.run((tx) => tx.sessions.revoke(sessionId(1), clock.now()));
  const become = (status: UserStatus) =>
    stores.unitOfWork.run((tx) => tx.users.replace({ ...carla, status }));

  test('tells session, user and grants', async () => {
    const principal = await stores.principals.ofSession(sessionId(1));
    const user = { ...carla, grants: expect.arrayContaining([...carla.grants]) };
    expect(principal).toEqual(principalOf(user, sessionId(1)));
    expect(principal?.user.grants).toHaveLength(2);
    expect(await stores.principals.ofSession(sessionId(2))).toBeUndefined();
  });

  test('knows nobody in a session that was ended or is over', async () => {
    clock.advance(days(30) - 1);
    expect(await who()).toBeDefined();
    stores.principals.forgetSession(sessionId(1));
    clock.advance(1);
    expect(await who()).toBeUndefined();
    clock.advance(-1000);
    await end();
    expect(await who()).toBeUndefined();
  });

  test.each(['unverified', 'invited', 'suspended'] as const)('knows nobody who is %s', async (status) => {
    await become(status);
    expect(await who()).toBeUndefined();
    expect(await stores.principals.ofUser(carla.id)).toMatchObject({ status });
  });

  test('remembers for a moment, and no longer', async () => {
    await who();
    await end();
    clock.advance(principalTtlMs - 1);
    expect(await who()).toBeDefined();
    clock.advance(1);
    expect(await who()).toBeUndefined();
  });

  test('forgets a session at once when asked to', async () => {
    await who();
    await end();
    stores.principals.forgetSession(sessionId(1));
    expect(await who()).toBeUndefined();
  });

  test('forgets a user at once when asked to, in every session', async () => {
    await who();
    await stores.principals.ofUser(carla.id);
    await become('suspended');
    stores.principals.forgetUser(carla.id);
    expect(await who()).toBeUndefined();
    expect(await stores.principals.ofUser(carla.id)).toMatchObject({ status: 'suspended' });
  });

  test('does not remember an answer that was on its way when its session was to be forgotten', async () => {
    await stores.principals.ofUser(carla.id);
    const asking = who();
    stores.principals.forgetSession(sessionId(1));
    expect(await asking).toBeDefined();
    await end();
    expect(await who()).toBeUndefined();
  });
});
