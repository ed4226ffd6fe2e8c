import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signUp } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
  await signUp(desk);
});
afterAll(() => desks.close());

const home = { address: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux) Gecko Firefox/140.0' };
const abroad = {
  address: '198.51.100.9',
  userAgent: 'Visit https://evil.example now! iPhone Version/1 Safari/1',
};
const { email, password } = carlaSigningUp;
const logIn = (origin: typeof home, given: string = password) =>
  desk.logIn({ email, password: given, ...origin });

describe('a sign-in from where nobody has seen the owner', () => {
  test('is told to them, in words of ours, once per place', async () => {
    outcomeOf(await logIn(home));
    expect(await desk.takeMails()).toEqual([]);
    outcomeOf(await logIn(abroad));
    expect(theLetter(await desk.takeMails(), 'new-sign-in')).toEqual({
      kind: 'new-sign-in',
      name: 'Carla',
      at: desk.clock.now().toISOString(),
      device: 'Safari on iPhone',
      address: '198.51.100.9',
    });
    outcomeOf(await logIn(abroad));
    outcomeOf(await logIn(home));
    expect(await desk.takeMails()).toEqual([]);
  });

  test('is told after the sessions there have ended, too', async () => {
    const { accessToken } = outcomeOf(await logIn(home));
    const who = await desk.authenticate(accessToken);
    if (who === undefined) throw new Error('nobody is signed in');
    await desk.logOut(who.session);
    outcomeOf(await logIn(abroad));
    theLetter(await desk.takeMails(), 'new-sign-in');
  });

  test('is not told when it failed', async () => {
    outcomeOf(await logIn(home));
    await logIn(abroad, 'not the password at all');
    expect(await desk.takeMails()).toEqual([]);
  });
});
