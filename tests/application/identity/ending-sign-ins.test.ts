import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authenticated } from '#application/identity/authenticate.ts';
import type { Actor } from '#domain/access/actor.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith, password, userId } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signIn, signUp } from '../../support/newcomer.ts';
import { ada } from '../../support/people.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const newPassword = password('a tram full of quiet geese');
const currentPassword = carlaSigningUp.password;

const signedIn = async (): Promise<Authenticated> => {
  const who = await desk.authenticate((await signIn(desk)).accessToken);
  if (who === undefined) throw new Error('nobody is signed in');
  return who;
};

describe('the live connections of a session are told that it is over', () => {
  test('when the password changes, but for the session that changed it', async () => {
    await signUp(desk);
    const [mine, phone, laptop] = [await signedIn(), await signedIn(), await signedIn()];
    outcomeOf(await desk.changePassword({ currentPassword, newPassword }, mine));
    expect(desk.ended.toSorted()).toEqual([phone.session, laptop.session].toSorted());
    theLetter(await desk.takeMails(), 'password-changed');
  });

  test('when their owner is suspended', async () => {
    await signUp(desk);
    const [phone, laptop] = [await signedIn(), await signedIn()];
    const { user } = phone;
    outcomeOf(
      await desk.changeUser(
        { id: user.id, firstName: undefined, lastName: undefined, status: 'suspended' },
        ada,
      ),
    );
    expect(desk.ended.toSorted()).toEqual([phone.session, laptop.session].toSorted());
  });
});

describe('changing a password', () => {
  test('is refused after ten wrong guesses at the current one, and shuts nobody out at the door', async () => {
    await signUp(desk);
    const mine = await signedIn();
    const guess = (guessed: string) => desk.changePassword({ currentPassword: guessed, newPassword }, mine);
    for (let count = 0; count < 10; count += 1) {
      expect(await guess('wrong')).toEqual({ ok: false, refusal: { code: 'wrong-password' } });
    }
    expect(await guess(currentPassword)).toMatchObject({ refusal: { code: 'too-many-attempts' } });
    await signIn(desk);
  });

  test('of two at the same moment works once', async () => {
    await signUp(desk);
    const mine = await signedIn();
    const change = () => desk.changePassword({ currentPassword, newPassword }, mine);
    const both = await Promise.all([change(), change()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, refusal: { code: 'wrong-password' } });
  });
});

describe('suspending', () => {
  const admin = carlaWith({
    id: userId(1),
    email: address('admin@example.org'),
    grants: grantsFor('admin', []),
  });
  const suspend = (actor: Actor) =>
    desk.changeUser({ id: admin.id, firstName: undefined, lastName: undefined, status: 'suspended' }, actor);

  test('the last admin is refused, even to somebody who has all their rights', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(admin));
    expect(await suspend(ada)).toEqual({ ok: false, refusal: { code: 'last-admin' } });
    await desk.stores.unitOfWork.run((tx) =>
      tx.users.add(carlaWith({ id: userId(2), email: address('other@example.org'), grants: admin.grants })),
    );
    expect(outcomeOf(await suspend(ada)).status).toBe('suspended');
  });

  test('somebody with more rights than one’s own is refused', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(admin));
    const limited: Actor = { ...ada, limitedTo: ['user:read', 'user:manage'] };
    expect(await suspend(limited)).toMatchObject({ refusal: { code: 'not-permitted' } });
  });
});
