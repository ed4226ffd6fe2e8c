import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikroOrmSweeper } from '#adapters/mikro-orm/sweeper.ts';
import type { User } from '#domain/identity/user.ts';
import { after, days, minutes } from '#domain/shared/duration.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { identityDeskOn } from '../support/identity-desk.ts';
import { address, carlaWith, userId } from '../support/identity-people.ts';
import { carlaSigningUp, outcomeOf, signUp } from '../support/newcomer.ts';
import { opening } from '../support/openings.ts';
import { billing } from '../support/queues.ts';
import { noon, ticketId } from '../support/tickets.ts';

eachEngine('Sweeping those who never proved their address', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  /** Somebody unproven since noon, unless the facts say otherwise. */
  const unproven = (count: number, facts: Partial<User> = {}): User =>
    carlaWith({
      id: userId(count),
      email: address(`user.${count}@example.org`),
      status: 'unverified',
      createdAt: noon,
      ...facts,
    });

  test('removes them when nothing of them is left, and frees the address', async () => {
    await database.empty();
    const desk = identityDeskOn(database);
    await desk.register(carlaSigningUp);
    await desk.takeMails();
    desk.clock.advance(days(2) + 1);
    await mikroOrmSweeper(database.session).sweep(desk.clock.now());
    expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(0);
    await signUp(desk);
  });

  test('spares whoever is younger, registers still, was mailed a link, or is anything else to anybody', async () => {
    await database.empty();
    const desk = identityDeskOn(database);
    const now = after(noon, days(30));
    const registration = {
      passwordHash: 'strong:x',
      firstName: '',
      lastName: '',
      codeHash: 'x',
      codeExpiresAt: now,
      attempts: 0,
      createdAt: after(now, -minutes(1)),
    };
    const spared = [
      unproven(1, { createdAt: after(now, -days(2)) }),
      unproven(2),
      unproven(3),
      unproven(4, { externalId: 'crm-4' }),
      unproven(5, { status: 'invited' }),
      unproven(6, { status: 'suspended' }),
      unproven(7, { status: 'active' }),
      unproven(8),
      unproven(9),
    ];
    await desk.stores.unitOfWork.run(async (tx) => {
      for (const user of [...spared, unproven(10), unproven(11)]) await tx.users.add(user);
      await tx.registrations.add({ ...registration, id: userId(902), user: userId(2) });
      await tx.queues.add(billing);
      await tx.tickets.add(opening(ticketId(1), { requester: userId(8), participants: [userId(9)] }));
      await tx.linkTokens.add({
        hash: 'x',
        user: userId(3),
        purpose: 'password-reset',
        expiresAt: after(now, 1),
      });
    });
    await mikroOrmSweeper(database.session).sweep(now);
    const left = await desk.userList.page({ after: undefined, limit: 100 });
    expect(left.items.map(({ id }) => id)).toEqual(spared.map(({ id }) => id));
  });

  test('goes on past a few hundred', async () => {
    await database.empty();
    const desk = identityDeskOn(database);
    await desk.stores.unitOfWork.run(async (tx) => {
      for (let count = 1; count <= 401; count += 1) await tx.users.add(unproven(count));
    });
    expect(await mikroOrmSweeper(database.session).sweep(after(noon, days(3)))).toBe(802);
    outcomeOf(await desk.register(carlaSigningUp));
  });
});
