import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith, password } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { at, carlaSigningUp, outcomeOf, signIn, signUp } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const verify = (code: string, email = carlaSigningUp.email) => desk.verifyEmail({ email, code });
const invalidCode = { ok: false, refusal: { code: 'invalid-code' } };
const mailedCode = async () => theLetter(await desk.takeMails(), 'verification-code').code;
/** Another code than this one. */
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('registering', () => {
  test('mails a code that makes the account, with the names and the password given', async () => {
    await desk.register(carlaSigningUp);
    const [mail] = await desk.takeMails();
    expect(mail).toMatchObject({
      to: 'carla@example.org',
      toName: '',
      letter: {
        kind: 'verification-code',
        name: 'Carla',
        minutes: 10,
        code: expect.stringMatching(/^\d{6}$/),
      },
    });
    if (mail?.letter.kind !== 'verification-code') throw new Error('no code');
    expect(outcomeOf(await verify(mail.letter.code))).toMatchObject({
      email: 'carla@example.org',
      firstName: 'Carla',
      lastName: 'Customer',
      status: 'active',
      grants: [{ role: 'customer', scope: { kind: 'global' } }],
      createdAt: desk.clock.now(),
    });
    expect((await signIn(desk)).user.status).toBe('active');
    await desk.stores.unitOfWork.run(async (tx) => {
      expect(await tx.users.count()).toBe(1);
      const [carla] = (await desk.userList.page({ after: undefined, limit: 1 })).items;
      expect(carla && (await tx.registrations.of(carla.id))).toEqual([]);
    });
  });

  test('keeps neither code nor password where a thief of the database could read them', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    const [kept] = await desk.stores.unitOfWork.run(async (tx) => {
      const user = await tx.users.withEmail(carlaSigningUp.email);
      return user ? tx.registrations.of(user.id) : [];
    });
    expect(kept?.codeHash).not.toContain(code);
    expect(kept?.codeHash).not.toBe(desk.secrets.digest(code));
  });

  test('with an address that has an account tells its owner, and nobody else', async () => {
    await signUp(desk);
    await desk.register({ ...carlaSigningUp, password: password('another password altogether') });
    expect(theLetter(await desk.takeMails(), 'already-registered').name).toBe('Carla');
    expect((await signIn(desk)).user.email).toBe('carla@example.org');
  });

  test.each(['invited', 'suspended'] as const)('tells the owner of an %s account too', async (status) => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ status })));
    await desk.register(carlaSigningUp);
    theLetter(await desk.takeMails(), 'already-registered');
  });

  test('twice at the same moment makes one person with two codes, each good for its own password', async () => {
    const second = { ...carlaSigningUp, password: password('the second of two passwords') };
    await Promise.all([desk.register(carlaSigningUp), desk.register(second)]);
    const codes = (await desk.takeMails()).map(({ letter }) => letter.kind);
    expect(codes).toEqual(['verification-code', 'verification-code']);
    expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(1);
  });

  test('by a stranger does not put their password on an address that its owner proves', async () => {
    await desk.register({
      ...carlaSigningUp,
      password: password('what the stranger knows'),
      firstName: 'Mallory',
    });
    const strangersCode = await mailedCode();
    await desk.register(carlaSigningUp);
    const ownersCode = await mailedCode();
    await desk.register({ ...carlaSigningUp, password: password('what another stranger knows') });
    await desk.takeMails();

    expect(outcomeOf(await verify(ownersCode)).firstName).toBe('Carla');
    await signIn(desk);
    expect(await verify(strangersCode)).toEqual(invalidCode);
    const stranger = {
      ...carlaSigningUp,
      password: 'what the stranger knows',
      address: '192.0.2.9',
      userAgent: '',
    };
    expect(await desk.logIn(stranger)).toEqual({ ok: false, refusal: { code: 'invalid-credentials' } });
  });

  test('again after the code was over leaves nothing of the first time', async () => {
    await desk.register(carlaSigningUp);
    desk.clock.advance(minutes(10));
    await desk.register({ ...carlaSigningUp, firstName: 'Caroline' });
    const kept = await desk.stores.unitOfWork.run(async (tx) => {
      const user = await tx.users.withEmail(carlaSigningUp.email);
      return user ? tx.registrations.of(user.id) : [];
    });
    expect(kept.map(({ firstName }) => firstName)).toEqual(['Caroline']);
  });

  test('mails an address five times an hour at most from one network, and says so to nobody', async () => {
    for (let count = 0; count < 8; count += 1) await desk.register(carlaSigningUp);
    expect(await desk.takeMails()).toHaveLength(5);
    await desk.sendVerificationCode({ email: carlaSigningUp.email });
    expect(await desk.takeMails()).toHaveLength(0);
  });
});

describe('proving an address', () => {
  test('shows at once, also to who asked a moment before', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ status: 'unverified' })));
    expect((await desk.principals.ofUser(carlaWith().id))?.status).toBe('unverified');
    await signUp(desk);
    expect((await desk.principals.ofUser(carlaWith().id))?.status).toBe('active');
  });

  test('takes the code until ten minutes are over, and not a moment longer', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    desk.clock.advance(minutes(10));
    expect(await verify(code)).toEqual(invalidCode);
    desk.clock.advance(-1);
    expect((await verify(code)).ok).toBe(true);
  });

  test('takes a code once', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    await verify(code);
    expect(await verify(code)).toEqual(invalidCode);
  });

  test('takes no code of another address', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    await desk.register(at('dora@example.org'));
    expect(await verify(code, address('dora@example.org'))).toEqual(invalidCode);
  });

  test('allows the right code after four wrong ones', async () => {
    await desk.register(carlaSigningUp);
    const code = await mailedCode();
    for (let count = 0; count < 4; count += 1) await verify(wrong(code));
    expect((await verify(code)).ok).toBe(true);
  });
});

describe('asking for another code', () => {
  test('replaces the code of the newest registration', async () => {
    await desk.register(carlaSigningUp);
    const old = await mailedCode();
    desk.clock.advance(minutes(20));
    await desk.sendVerificationCode({ email: carlaSigningUp.email });
    const code = await mailedCode();
    if (old !== code) expect(await verify(old)).toEqual(invalidCode);
    expect((await verify(code)).ok).toBe(true);
  });

  test('mails nothing to those who have an account, or none', async () => {
    await signUp(desk);
    await desk.sendVerificationCode({ email: carlaSigningUp.email });
    await desk.sendVerificationCode({ email: address('nobody@example.org') });
    expect(await desk.takeMails()).toEqual([]);
  });

  test('mails nothing to somebody known by address alone, until they register', async () => {
    await desk.stores.unitOfWork.run((tx) =>
      tx.users.add(carlaWith({ status: 'unverified', firstName: '' })),
    );
    await desk.sendVerificationCode({ email: carlaSigningUp.email });
    expect(await desk.takeMails()).toEqual([]);
    await signUp(desk);
    expect((await signIn(desk)).user).toMatchObject({ id: carlaWith().id, firstName: 'Carla' });
  });
});
