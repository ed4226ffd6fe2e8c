import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unlimitedAttempts } from '#adapters/rate-limit/attempts.ts';
import { verifyEmail } from '#application/identity/verify-email.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, password } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signIn } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const verify = (code: string, email = carlaSigningUp.email, from = '192.0.2.1') =>
  desk.verifyEmail({ email, code, address: from });
const invalidCode = { ok: false, refusal: { code: 'invalid-code' } };
const mailedCode = async () => theLetter(await desk.takeMails(), 'verification-code').code;
/** Another code than this one. */
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
/** Somebody with five tries from each of so many networks. */
const guessesFrom = async (networks: number, code: string): Promise<void> => {
  for (let count = 0; count < networks * 5; count += 1)
    await verify(code, carlaSigningUp.email, `203.0.113.${count % networks}`);
};

describe('mails with codes', () => {
  test('that one network can have no more of are sent for others, ten an hour in all', async () => {
    for (let count = 0; count < 20; count += 1) await desk.register(carlaSigningUp);
    await desk.takeMails();
    for (let count = 0; count < 20; count += 1)
      await desk.register({ ...carlaSigningUp, address: `203.0.113.${count}` });
    expect(await desk.takeMails()).toHaveLength(5);
  });
});

describe('the code of an address', () => {
  test('lets its owner in, whatever a stranger asks and guesses from another network', async () => {
    const mallory = { ...carlaSigningUp, password: password('what the stranger knows') };
    for (let count = 0; count < 20; count += 1) await desk.register({ ...mallory, address: '203.0.113.1' });
    await desk.takeMails();
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    for (let count = 0; count < 120; count += 1)
      await verify(wrong(code), carlaSigningUp.email, '203.0.113.1');
    expect((await verify(code)).ok).toBe(true);
    await signIn(desk);
  });

  test('ends after thirty wrong codes from wherever: then no mailed one is good any more', async () => {
    await desk.register(carlaSigningUp);
    const first = await mailedCode();
    await desk.register(carlaSigningUp);
    const second = await mailedCode();
    await guessesFrom(6, wrong(first));
    const prove = verifyEmail({ ...desk, attempts: unlimitedAttempts });
    const from = { email: carlaSigningUp.email, address: '192.0.2.1' };
    expect(await prove({ ...from, code: first })).toEqual(invalidCode);
    expect(await prove({ ...from, code: second })).toEqual(invalidCode);
    await desk.sendVerificationCode({ email: carlaSigningUp.email });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');
    expect(
      outcomeOf(await desk.resetPassword({ token, password: password('another long battery') })).status,
    ).toBe('active');
  });

  test('may be tried thirty times an hour from all networks together', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    await guessesFrom(5, wrong(code));
    expect((await verify(code)).ok).toBe(true);
    await guessesFrom(6, wrong(code));
    expect(await verify(code)).toMatchObject({ refusal: { code: 'too-many-attempts' } });
  });

  test('may be tried five times an hour from one network, whoever has the address', async () => {
    for (const email of [carlaSigningUp.email, address('nobody@example.org')]) {
      for (let count = 0; count < 5; count += 1) expect(await verify('123456', email)).toEqual(invalidCode);
      expect(await verify('123456', email)).toMatchObject({
        refusal: { code: 'too-many-attempts', retryAfterSeconds: expect.any(Number) },
      });
    }
  });
});
