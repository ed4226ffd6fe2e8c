import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unlimitedAttempts } from '#adapters/rate-limit/attempts.ts';
import type { TokenWanted } from '#application/identity/mint-token.ts';
import { verifyEmail } from '#application/identity/verify-email.ts';
import type { PersonalToken } from '#domain/identity/personal-token.ts';
import { mostWrongCodes } from '#domain/identity/verification.ts';
import { minutes } from '#domain/shared/duration.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eachEngine } from '../support/engines.ts';
import { type IdentityDesk, identityDeskOn } from '../support/identity-desk.ts';
import { address, password } from '../support/identity-people.ts';
import { theLetter } from '../support/letters.ts';
import { carlaSigningUp, outcomeOf, signIn, signUp } from '../support/newcomer.ts';
import { ada } from '../support/people.ts';

eachEngine('many who come at the same moment', (engine) => {
  let database: TestDatabase;
  let desk: IdentityDesk;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  beforeEach(async () => {
    await database.empty();
    desk = identityDeskOn(database);
  });
  afterAll(() => database.close());

  const together = <Result>(count: number, task: () => Promise<Result>): Promise<readonly Result[]> =>
    Promise.all(Array.from({ length: count }, task));
  const successes = (decisions: readonly { readonly ok: boolean }[]) =>
    decisions.filter(({ ok }) => ok).length;

  test('to register one address make one person, and each gets a code', async () => {
    await together(5, () => desk.register(carlaSigningUp));
    expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(1);
    const mails = await desk.takeMails();
    expect(mails.map(({ letter }) => letter.kind)).toEqual(Array(5).fill('verification-code'));
    const codes = mails.map(({ letter }) => (letter.kind === 'verification-code' ? letter.code : ''));
    expect(new Set(codes).size).toBe(5);
  });

  test('with one code: one proves the address', async () => {
    await desk.register(carlaSigningUp);
    const { code } = theLetter(await desk.takeMails(), 'verification-code');
    const proofs = await together(8, () => desk.verifyEmail({ email: carlaSigningUp.email, code }));
    expect(successes(proofs)).toBe(1);
    await signIn(desk);
  });

  test('with wrong codes are all counted', async () => {
    await desk.register(carlaSigningUp);
    const { code } = theLetter(await desk.takeMails(), 'verification-code');
    const wrong = code === '000000' ? '000001' : '000000';
    const prove = verifyEmail({ ...desk, attempts: unlimitedAttempts });
    const from = { email: carlaSigningUp.email, address: '192.0.2.1' };
    for (let tried = 0; tried < mostWrongCodes; tried += 6)
      await together(6, () => prove({ ...from, code: wrong }));
    expect((await prove({ ...from, code })).ok).toBe(false);
  });

  test('with one refresh token get one successor, and nobody is taken for a thief', async () => {
    await signUp(desk);
    const { refreshToken } = await signIn(desk);
    const uses = (await together(8, () => desk.refreshSession({ refreshToken }))).map(outcomeOf);
    expect(new Set(uses.map((use) => use.refreshToken)).size).toBe(1);
    expect(desk.ended).toEqual([]);
    expect((await desk.refreshSession({ refreshToken: uses[0]?.refreshToken ?? '' })).ok).toBe(true);
  });

  test('with a stolen refresh token end the session once, with one warning', async () => {
    await signUp(desk);
    const { refreshToken } = await signIn(desk);
    outcomeOf(await desk.refreshSession({ refreshToken }));
    desk.clock.advance(minutes(1));
    expect(successes(await together(8, () => desk.refreshSession({ refreshToken })))).toBe(0);
    theLetter(await desk.takeMails(), 'refresh-token-reused');
  });

  test('with one mailed link: one sets the password', async () => {
    await signUp(desk);
    await desk.requestPasswordReset({ email: carlaSigningUp.email });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');
    const passwords = Array.from({ length: 8 }, (_, index) => password(`a new password, number ${index}`));
    const resets = await Promise.all(
      passwords.map((wanted) => desk.resetPassword({ token, password: wanted })),
    );
    expect(successes(resets)).toBe(1);
    const winner = passwords[resets.findIndex(({ ok }) => ok)] ?? '';
    await signIn(desk, { email: carlaSigningUp.email, password: winner });
  });

  test('to sign in and to set a new password leave no session of the old one', async () => {
    await signUp(desk);
    await desk.requestPasswordReset({ email: carlaSigningUp.email });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');
    const from = { address: '192.0.2.1', userAgent: 'a test' };
    const [reset, ...logIns] = await Promise.all([
      desk.resetPassword({ token, password: password('an entirely new password') }),
      ...Array.from({ length: 6 }, () => desk.logIn({ ...carlaSigningUp, ...from })),
    ]);
    expect(reset.ok).toBe(true);
    for (const logIn of logIns) {
      if (logIn.ok) expect(await desk.authenticate(logIn.outcome.accessToken)).toBeUndefined();
    }
  });

  test('to sign in while a new password is being set are judged by the new one', async () => {
    await signUp(desk);
    const [begun, judged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const setting = desk.stores.unitOfWork.run(async (tx) => {
      const carla = await tx.users.withEmail(carlaSigningUp.email);
      if (carla === undefined) throw new Error('nobody is there');
      await tx.users.hold(carla.id);
      await tx.users.setPasswordHash(carla.id, 'strong:another password');
      await tx.sessions.revokeAllOf(carla.id, desk.clock.now());
      begun.resolve();
      await Promise.race([judged.promise, pause(300)]);
    });
    await begun.promise;
    const logIn = desk.logIn({ ...carlaSigningUp, address: '192.0.2.1', userAgent: 'a test' });
    const [answer] = await Promise.all([logIn.finally(judged.resolve), setting]);
    expect(answer).toEqual({ ok: false, refusal: { code: 'invalid-credentials' } });
  });

  describe('to make an access token while every sign-in of its owner is being ended', () => {
    const ending = async (
      whose: UserId,
      making: () => Promise<unknown>,
    ): Promise<readonly PersonalToken[]> => {
      const [begun, tried] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const suspending = desk.stores.unitOfWork.run(async (tx) => {
        const owner = await tx.users.hold(whose);
        if (owner === undefined) throw new Error('nobody is there');
        await tx.users.replace({ ...owner, status: 'suspended' });
        await tx.sessions.revokeAllOf(whose, desk.clock.now());
        begun.resolve();
        await Promise.race([tried.promise, pause(300)]);
      });
      await begun.promise;
      await Promise.all([making().finally(tried.resolve), suspending]);
      const wanted = { at: desk.clock.now(), after: undefined, limit: 10 };
      return (await desk.personalTokenList.page(whose, wanted)).items;
    };
    const wanted: TokenWanted = {
      name: 'Nightly report',
      permissions: ['ticket:read'],
      expiresAt: undefined,
      address: '192.0.2.1',
    };

    test('leaves none of a person', async () => {
      await signUp(desk);
      const carla = await desk.authenticate((await signIn(desk)).accessToken);
      if (carla === undefined) throw new Error('nobody is signed in');
      expect(await ending(carla.user.id, () => desk.makeAccessToken(wanted, carla))).toEqual([]);
    });

    test('leaves none of a service account', async () => {
      const account = outcomeOf(
        await desk.makeServiceAccount({ name: 'Shop backend', externalId: undefined }, ada),
      );
      const making = () => desk.makeServiceToken({ ...wanted, account: account.id }, ada);
      expect(await ending(account.id, making)).toEqual([]);
      expect(await making()).toEqual({ ok: false, refusal: { code: 'account-suspended' } });
    });
  });

  test('to invite one address invite once', async () => {
    const invitation = {
      email: address('ben@example.org'),
      firstName: 'Ben',
      lastName: 'Agent',
      role: 'admin',
      queues: undefined,
    } as const;
    expect(successes(await together(8, () => desk.inviteUser(invitation, ada)))).toBe(1);
    theLetter(await desk.takeMails(), 'invitation');
  });

  test('to start for the first time, as nodes, make one admin', async () => {
    const email = address('admin@example.org');
    const starts = await together(4, () =>
      desk.ensureFirstAdmin({ email, password: undefined, keep: async () => {} }),
    );
    expect(starts.filter((made) => made !== undefined)).toHaveLength(1);
  });

  test('with one live ticket: one gets in', async () => {
    await signUp(desk);
    const carla = await desk.authenticate((await signIn(desk)).accessToken);
    if (carla === undefined) throw new Error('nobody is signed in');
    const { ticket } = await desk.issueLiveTicket(carla);
    const entries = await together(8, () => desk.redeemLiveTicket(ticket));
    expect(entries.filter((entry) => entry !== undefined)).toEqual([carla]);
  });
});
