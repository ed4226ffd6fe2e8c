import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logIn as logInWith } from '#application/identity/log-in.ts';
import type { Transaction } from '#application/ports/unit-of-work.ts';
import { days } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { carlaWith } from '../../support/identity-people.ts';
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

const device = { address: '192.0.2.1', userAgent: 'a test' };
const logIn = (password: string, email = carlaSigningUp.email) => desk.logIn({ email, password, ...device });
const invalid = { ok: false, refusal: { code: 'invalid-credentials' } };

/** Makes carla somebody with this standing and her usual password. */
const carlaIs = (status: 'active' | 'suspended', passwordHash = `strong:${carlaSigningUp.password}`) =>
  desk.stores.unitOfWork.run(async (tx) => {
    await tx.users.add(carlaWith({ status }));
    await tx.users.setPasswordHash(carlaWith().id, passwordHash);
  });

describe('signing in', () => {
  test('gives tokens and the user, and the access token says who it is', async () => {
    await signUp(desk);
    const tokens = await signIn(desk);
    expect(tokens).toMatchObject({ expiresInSeconds: 900, user: { email: 'carla@example.org' } });
    expect(await desk.authenticate(tokens.accessToken)).toMatchObject({
      actor: { id: tokens.user.id, grants: tokens.user.grants },
      user: tokens.user,
    });
  });

  test('takes a password in whatever form the keyboard wrote it', async () => {
    await carlaIs('active', 'strong:Übergrößenträger fix');
    expect((await logIn('Übergrößenträger ﬁx'.normalize('NFD'))).ok).toBe(true);
  });

  test('is refused with the hash in place of the password', async () => {
    await carlaIs('active');
    expect(await logIn(`strong:${carlaSigningUp.password}`)).toEqual(invalid);
  });

  test('says that an address is unproven only to whoever knows the password', async () => {
    await desk.register(carlaSigningUp);
    expect(await logIn(carlaSigningUp.password)).toEqual({
      ok: false,
      refusal: { code: 'email-unverified' },
    });
    expect(await logIn('a wrong password altogether')).toEqual(invalid);
  });

  test('is refused to a suspended user as to a stranger', async () => {
    await carlaIs('suspended');
    expect(await logIn(carlaSigningUp.password)).toEqual(invalid);
  });

  test.each(['unverified', 'invited'] as const)(
    'is refused to an %s user without a password',
    async (status) => {
      await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ status })));
      expect(await logIn(carlaSigningUp.password)).toEqual(invalid);
    },
  );

  test.each([
    [
      'the password changes',
      (tx: Transaction) => tx.users.setPasswordHash(carlaWith().id, 'strong:another one'),
    ],
    ['the user is suspended', (tx: Transaction) => tx.users.replace(carlaWith({ status: 'suspended' }))],
  ])('is refused when %s while the old one is being checked', async (_, meanwhile) => {
    await carlaIs('active');
    const slowly = {
      ...desk.hasher,
      verify: async (hash: string | undefined, password: string) => {
        const isRight = await desk.hasher.verify(hash, password);
        await desk.stores.unitOfWork.run(meanwhile);
        return isRight;
      },
    };
    const slowLogIn = logInWith({ ...desk, hasher: slowly });
    expect(await slowLogIn({ ...carlaSigningUp, ...device })).toEqual(invalid);
  });

  test('brings an old hash up to date', async () => {
    await carlaIs('active', `weak:${carlaSigningUp.password}`);
    await signIn(desk);
    const hash = await desk.stores.unitOfWork.run((tx) => tx.users.passwordHash(carlaWith().id));
    expect(hash).toBe(`strong:${carlaSigningUp.password}`);
    await signIn(desk);
  });

  test('keeps from where, with what and for how long; only a digest of the token', async () => {
    await carlaIs('active');
    const { accessToken, refreshToken } = outcomeOf(
      await desk.logIn({ ...carlaSigningUp, address: 'a'.repeat(50), userAgent: `${'b'.repeat(254)}👋` }),
    );
    const who = await desk.authenticate(accessToken);
    if (who === undefined) throw new Error('nobody is signed in');
    const [session, token] = await desk.stores.unitOfWork.run(async (tx) => [
      await tx.sessions.find(who.session),
      await tx.sessions.refreshToken(refreshToken),
    ]);
    expect(session).toMatchObject({
      address: 'a'.repeat(45),
      userAgent: `${'b'.repeat(254)}\ufffd`,
      createdAt: desk.clock.now(),
      expiresAt: new Date(desk.clock.now().getTime() + days(30)),
    });
    expect(token).toBeUndefined();
  });
});

describe('being signed in', () => {
  test('ends at once by logging out, on this session only', async () => {
    await carlaIs('active');
    const [phone, laptop] = [await signIn(desk), await signIn(desk)];
    const who = await desk.authenticate(phone.accessToken);
    if (who === undefined) throw new Error('nobody is signed in');
    await desk.logOut(who.session);
    expect(desk.ended).toEqual([who.session]);
    expect(await desk.authenticate(phone.accessToken)).toBeUndefined();
    expect((await desk.refreshSession({ refreshToken: phone.refreshToken })).ok).toBe(false);
    expect(await desk.authenticate(laptop.accessToken)).toBeDefined();
  });

  test('is over with the access token, and after thirty days for good', async () => {
    await carlaIs('active');
    const { accessToken, refreshToken } = await signIn(desk);
    desk.clock.advance(900_000 - 1000);
    expect(await desk.authenticate(accessToken)).toBeDefined();
    desk.clock.advance(1000);
    expect(await desk.authenticate(accessToken)).toBeUndefined();
    desk.clock.advance(days(30) - 900_000);
    expect((await desk.refreshSession({ refreshToken })).ok).toBe(false);
  });

  test('needs a token of ours', async () => {
    for (const wrong of ['', 'nonsense', 'a.b.c']) expect(await desk.authenticate(wrong)).toBeUndefined();
  });
});
