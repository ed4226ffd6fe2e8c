import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith, password } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signIn, signUp } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const { email } = carlaSigningUp;
const newPassword = password('an entirely new password');
const invalidToken = { ok: false, refusal: { code: 'invalid-token' } };

const mailedToken = async () => {
  await desk.requestPasswordReset({ email });
  return theLetter(await desk.takeMails(), 'password-reset').token;
};

describe('setting a new password by mail', () => {
  test('replaces the old one, tells the owner and ends every session', async () => {
    await signUp(desk);
    const [phone, laptop] = [await signIn(desk), await signIn(desk)];
    const sessions = [
      (await desk.authenticate(phone.accessToken))?.session,
      (await desk.authenticate(laptop.accessToken))?.session,
    ];
    outcomeOf(await desk.resetPassword({ token: await mailedToken(), password: newPassword }));

    expect(theLetter(await desk.takeMails(), 'password-changed').name).toBe('Carla');
    expect(desk.ended.toSorted()).toEqual(sessions.toSorted());
    expect(await desk.authenticate(phone.accessToken)).toBeUndefined();
    expect((await desk.refreshSession({ refreshToken: laptop.refreshToken })).ok).toBe(false);
    await signIn(desk, { email, password: newPassword });
    const old = { ...carlaSigningUp, address: '192.0.2.1', userAgent: '' };
    expect((await desk.logIn(old)).ok).toBe(false);
  });

  test('works once', async () => {
    await signUp(desk);
    const token = await mailedToken();
    outcomeOf(await desk.resetPassword({ token, password: newPassword }));
    expect(await desk.resetPassword({ token, password: newPassword })).toEqual(invalidToken);
  });

  test('works for one of two at the same moment', async () => {
    await signUp(desk);
    const token = await mailedToken();
    const both = await Promise.all([
      desk.resetPassword({ token, password: newPassword }),
      desk.resetPassword({ token, password: newPassword }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('works for thirty minutes, and not a moment longer', async () => {
    await signUp(desk);
    const [early, late] = [await mailedToken(), await mailedToken()];
    desk.clock.advance(minutes(30));
    expect(await desk.resetPassword({ token: late, password: newPassword })).toEqual(invalidToken);
    desk.clock.advance(-1);
    expect((await desk.resetPassword({ token: early, password: newPassword })).ok).toBe(true);
  });

  test('makes every other mailed link worthless', async () => {
    await signUp(desk);
    const [one, other] = [await mailedToken(), await mailedToken()];
    outcomeOf(await desk.resetPassword({ token: one, password: newPassword }));
    expect(await desk.resetPassword({ token: other, password: newPassword })).toEqual(invalidToken);
  });

  test('lets its owner in where nobody knows them, whatever others try there and elsewhere', async () => {
    await signUp(desk);
    const guess = { email, password: 'wrong', userAgent: '' };
    for (let count = 0; count < 11; count += 1) await desk.logIn({ ...guess, address: '192.0.2.1' });
    for (let count = 0; count < 101; count += 1)
      await desk.logIn({ ...guess, address: `203.0.113.${count}` });
    outcomeOf(await desk.resetPassword({ token: await mailedToken(), password: newPassword }));
    await signIn(desk, { email, password: newPassword });
    const stranger = { email, password: newPassword, address: '203.0.113.200', userAgent: '' };
    expect(await desk.logIn(stranger)).toMatchObject({ refusal: { code: 'too-many-attempts' } });
  });

  test('proves the address of somebody who never did, and voids what strangers registered', async () => {
    await desk.register({ ...carlaSigningUp, password: password('what the stranger knows') });
    const { code } = theLetter(await desk.takeMails(), 'verification-code');
    const user = outcomeOf(await desk.resetPassword({ token: await mailedToken(), password: newPassword }));
    expect(user.status).toBe('active');
    expect(await desk.stores.unitOfWork.run((tx) => tx.registrations.of(user.id))).toEqual([]);
    await signIn(desk, { email, password: newPassword });
    expect((await desk.verifyEmail({ email, code })).ok).toBe(false);
  });

  test('shows at once, also to who asked a moment before', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ status: 'invited' })));
    expect((await desk.principals.ofUser(carlaWith().id))?.status).toBe('invited');
    outcomeOf(await desk.resetPassword({ token: await mailedToken(), password: newPassword }));
    expect((await desk.principals.ofUser(carlaWith().id))?.status).toBe('active');
  });

  test('does nothing for somebody suspended, also when the link came before', async () => {
    await signUp(desk);
    const token = await mailedToken();
    await desk.stores.unitOfWork.run(async (tx) => {
      const user = await tx.users.withEmail(email);
      if (user) await tx.users.replace({ ...user, status: 'suspended' });
    });
    expect(await desk.resetPassword({ token, password: newPassword })).toEqual(invalidToken);
    await desk.requestPasswordReset({ email });
    expect(await desk.takeMails()).toEqual([]);
  });

  test.each([
    ['everybody uses', 'passwordpassword', 'common-password'],
    ['is their own address', 'carla@example.org', 'personal-password'],
  ])('refuses one that %s, and lets its owner choose again', async (_, weak, code) => {
    await signUp(desk);
    const token = await mailedToken();
    expect(await desk.resetPassword({ token, password: password(weak) })).toEqual({
      ok: false,
      refusal: { code },
    });
    await signIn(desk);
    outcomeOf(await desk.resetPassword({ token, password: newPassword }));
    await signIn(desk, { email, password: newPassword });
  });

  test('takes no token that nobody was mailed', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith()));
    for (const token of ['', ' ', 'nonsense', desk.secrets.token()]) {
      expect(await desk.resetPassword({ token, password: newPassword })).toEqual(invalidToken);
    }
  });

  test('mails nothing where there is no account', async () => {
    await desk.requestPasswordReset({ email: address('nobody@example.org') });
    expect(await desk.takeMails()).toEqual([]);
  });

  test('mails an address five times in half an hour at most, so that who gets none has a good link', async () => {
    await signUp(desk);
    for (let count = 0; count < 8; count += 1) await desk.requestPasswordReset({ email });
    expect(await desk.takeMails()).toHaveLength(5);
  });

  test('mails an address also when somebody has used up its mails for registering', async () => {
    await signUp(desk);
    for (let count = 0; count < 8; count += 1) await desk.register({ ...carlaSigningUp, email });
    await desk.takeMails();
    await desk.requestPasswordReset({ email });
    expect(await desk.takeMails()).toHaveLength(1);
  });
});
