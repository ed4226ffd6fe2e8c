import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith } from '../../support/identity-people.ts';
import { at, carlaSigningUp, signUp } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const home = { address: '192.0.2.1', userAgent: 'the phone of carla' };
const elsewhere = { address: '198.51.100.1', userAgent: 'another phone' };
const { email, password } = carlaSigningUp;
const invalid = { ok: false, refusal: { code: 'invalid-credentials' } };
const tooMany = {
  ok: false,
  refusal: { code: 'too-many-attempts', retryAfterSeconds: expect.any(Number) },
};

const logIn = (from: typeof home, secret: string = password, who = email) =>
  desk.logIn({ email: who, password: secret, ...from });

/** Wrong passwords from one place, until one is told to wait. */
const guessesFrom = async (from: typeof home, who = email): Promise<number> => {
  for (let count = 0; count < 200; count += 1) {
    const answer = await logIn(from, 'wrong', who);
    if (!answer.ok && answer.refusal.code === 'too-many-attempts') return count;
  }
  return 200;
};

/** Somebody with a network of their own for every guess; tells how many passwords were tried. */
const guessesFromEverywhere = async (): Promise<number> => {
  let tried = 0;
  for (let count = 0; count < 150; count += 1) {
    const from = { address: `203.0.113.${count}`, userAgent: 'a botnet' };
    const answer = await logIn(from, 'wrong');
    if (!answer.ok && answer.refusal.code === 'invalid-credentials') tried += 1;
  }
  return tried;
};

describe('whoever guesses passwords', () => {
  test('has ten tries from one network in a quarter of an hour, known account or not', async () => {
    await signUp(desk);
    for (const who of [email, address('nobody@example.org')]) {
      expect(await guessesFrom(elsewhere, who)).toBe(10);
      expect(await logIn(elsewhere, password, who)).toEqual(tooMany);
      expect(await logIn({ ...elsewhere, userAgent: 'a third phone' }, password, who)).toEqual(tooMany);
    }
  });

  test('has no more by taking other addresses of the same IPv6 network', async () => {
    const from = (last: number) => ({ address: `2001:db8:0:1::${last}`, userAgent: 'a script' });
    for (let count = 0; count < 10; count += 1) expect(await logIn(from(count), 'wrong')).toEqual(invalid);
    expect(await logIn(from(99), 'wrong')).toEqual(tooMany);
    expect(await logIn({ ...from(0), address: '2001:db8:0:2::' }, 'wrong')).toEqual(invalid);
  });

  test('has a hundred tries an hour at one account from all networks together', async () => {
    await signUp(desk);
    expect(await guessesFromEverywhere()).toBe(100);
    expect(await logIn({ address: '203.0.113.200', userAgent: 'a botnet' })).toEqual(tooMany);
  });

  test('cannot use up what all networks have together from one of them', async () => {
    await signUp(desk);
    await guessesFrom(elsewhere);
    for (let count = 0; count < 200; count += 1) await logIn(elsewhere, 'wrong');
    expect((await logIn({ address: '203.0.113.1', userAgent: 'a new phone' })).ok).toBe(true);
  });

  test('has a hundred tries from one network at all accounts together, and others their own', async () => {
    for (let count = 0; count < 100; count += 1)
      await logIn(home, 'wrong', at(`someone${count}@example.org`).email);
    expect(await logIn(home, 'wrong')).toEqual(tooMany);
    expect(await logIn(elsewhere, 'wrong')).toEqual(invalid);
  });

  test('is not held up by signing in oneself', async () => {
    await signUp(desk);
    for (let count = 0; count < 120; count += 1) expect((await logIn(home)).ok).toBe(true);
  });
});

describe('the owner of an account', () => {
  test('signs in from where they did before, whatever others try from elsewhere', async () => {
    await signUp(desk);
    expect((await logIn(home)).ok).toBe(true);
    await guessesFromEverywhere();
    expect((await logIn(home)).ok).toBe(true);
    expect(await logIn({ ...home, userAgent: 'a botnet' })).toEqual(tooMany);
  });

  test('signs in from where they did before, whatever others try from the same network', async () => {
    await signUp(desk);
    expect((await logIn(home)).ok).toBe(true);
    const neighbour = { ...home, userAgent: 'the phone of mallory' };
    expect(await guessesFrom(neighbour)).toBe(10);
    for (let count = 0; count < 120; count += 1)
      await logIn(neighbour, 'wrong', at(`someone${count}@example.org`).email);
    expect((await logIn(home)).ok).toBe(true);
    expect(await logIn(neighbour)).toEqual(tooMany);
  });

  test('has ten wrong tries more from there, and then waits, too', async () => {
    await signUp(desk);
    expect((await logIn(home)).ok).toBe(true);
    await guessesFrom(elsewhere);
    expect(await guessesFrom(home)).toBe(20);
    expect(await logIn(home)).toEqual(tooMany);
  });

  test('is forgiven what they got wrong before they got it right', async () => {
    await signUp(desk);
    for (let round = 0; round < 12; round += 1) {
      for (let count = 0; count < 9; count += 1) expect(await logIn(home, 'wrong')).toEqual(invalid);
      expect((await logIn(home)).ok).toBe(true);
    }
  });

  test('is known by another address of their IPv6 network, too', async () => {
    await signUp(desk);
    expect((await logIn({ ...home, address: '2001:db8::1' })).ok).toBe(true);
    await guessesFromEverywhere();
    expect((await logIn({ ...home, address: '2001:db8::ffff:2' })).ok).toBe(true);
  });

  test('gets no further than others where only somebody else has signed in', async () => {
    await signUp(desk);
    const ben = carlaWith({ id: desk.ids.next() as never, email: address('ben@example.org') });
    await desk.stores.unitOfWork.run(async (tx) => {
      await tx.users.add(ben);
      await tx.users.setPasswordHash(ben.id, `strong:${password}`);
    });
    expect((await logIn(home, password, ben.email)).ok).toBe(true);
    await guessesFromEverywhere();
    expect(await logIn(home)).toEqual(tooMany);
  });
});
