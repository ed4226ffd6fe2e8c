import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Authenticated, authenticate } from '#application/identity/authenticate.ts';
import type { Vouched } from '#domain/identity/trusted-issuer.ts';
import { grantsFor } from '#domain/identity/user.ts';
import { days, minutes } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith } from '../../support/identity-people.ts';
import { carlaSigningUp, outcomeOf, signedIn, signIn, signUp } from '../../support/newcomer.ts';
import { later } from '../../support/tickets.ts';
import { codeAt } from '../../support/totp-codes.ts';
import { trustedAcme } from '../../support/trusted-acme.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;
let carla: Authenticated;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
  await signUp(desk);
  carla = await signedIn(desk);
});
afterAll(() => desks.close());

const known = (who: Authenticated | undefined): Authenticated => {
  if (who === undefined) throw new Error('nobody is signed in');
  return who;
};

/** Signed in where these roles ask for a second factor. */
const asking = async (...secondFactorRoles: readonly string[]) =>
  known(await authenticate({ ...desk, secondFactorRoles })((await signIn(desk)).accessToken));

describe('Whoever shows the access token of a session', () => {
  test('is who signed in, until that token is over, without anybody vouching for them', async () => {
    desk.clock.advance(1000);
    const { accessToken, user } = await signIn(desk);
    expect(await desk.authenticate(accessToken)).toEqual({
      actor: { ...carla.actor, limitedTo: undefined },
      user,
      session: expect.any(String),
      expiresAt: new Date(desk.clock.now().getTime() + minutes(15)),
      mustEnrol: false,
      isVouched: false,
    });
  });

  test('is nobody when the session is somebody else’s, or none', async () => {
    const dora = carlaWith({ email: address('dora@example.org') });
    await desk.stores.unitOfWork.run((tx) => tx.users.add(dora));
    const { token } = await desk.accessTokens.issue(dora.id, carla.session);
    expect(await desk.authenticate(token)).toBeUndefined();
    await desk.logOut(carla.session);
    const { token: own } = await desk.accessTokens.issue(carla.user.id, carla.session);
    expect(await desk.authenticate(own)).toBeUndefined();
  });

  test('must turn a second factor on first only where their role asks for it, and they have none', async () => {
    expect((await asking('admin')).mustEnrol).toBe(false);
    expect((await asking('admin', 'customer')).mustEnrol).toBe(true);
    const { secret } = outcomeOf(
      await desk.beginSecondFactor({ password: carlaSigningUp.password }, carla.user.id),
    );
    expect((await asking('customer')).mustEnrol).toBe(true);
    const code = codeAt(secret, desk.clock.now());
    const { accessToken } = await signIn(desk);
    outcomeOf(await desk.activateSecondFactor({ code }, carla.user.id));
    const who = await authenticate({ ...desk, secondFactorRoles: ['customer'] })(accessToken);
    expect(who?.mustEnrol).toBe(false);
  });
});

describe('Whoever shows an access token of their own', () => {
  const made = async () =>
    outcomeOf(
      await desk.makeAccessToken(
        { name: 'A script', permissions: ['ticket:read'], expiresAt: later(days(10)), address: '' },
        carla,
      ),
    );

  test('is its owner, limited to what it was made for, until it is over', async () => {
    const { token, text } = await made();
    expect(await desk.authenticate(text)).toEqual({
      actor: { ...carla.actor, limitedTo: ['ticket:read'] },
      user: carla.user,
      session: token.id,
      expiresAt: later(days(10)),
      mustEnrol: false,
      isVouched: false,
    });
    desk.clock.advance(days(10));
    desk.principals.forgetSession(token.id);
    expect(await desk.authenticate(text)).toBeUndefined();
  });

  test('is nobody when it was made up, cut, or is only like one', async () => {
    const { text } = await made();
    const other = text.endsWith('0') ? '1' : '0';
    for (const wrong of [text.slice(0, -1), `${text.slice(0, -1)}${other}`, `${text} `, text.toUpperCase()]) {
      expect(await desk.authenticate(wrong)).toBeUndefined();
    }
  });

  test('is not looked up with a text that is none, whatever digest it has', async () => {
    const { text } = await made();
    const deps = { ...desk, principals: { ...desk.principals, ofToken: () => Promise.reject(new Error()) } };
    expect(await authenticate(deps)(`${text}x`)).toBeUndefined();
    await expect(authenticate(deps)(text)).rejects.toThrow();
  });

  test('is nobody once it was ended, also with the right text', async () => {
    const { token, text } = await made();
    await desk.logOut(token.id);
    expect(await desk.authenticate(text)).toBeUndefined();
  });

  test('is seen using it, to ten minutes', async () => {
    const { token, text } = await made();
    const lastUsed = async () =>
      (await desk.personalTokenList.find(carla.user.id, token.id, desk.clock.now()))?.lastUsedAt;
    await desk.authenticate(text);
    const first = desk.clock.now();
    desk.clock.advance(minutes(10) - 1);
    await desk.authenticate(text);
    expect(await lastUsed()).toEqual(first);
    desk.clock.advance(1);
    await desk.authenticate(text);
    expect(await lastUsed()).toEqual(desk.clock.now());
  });
});

describe('Whoever a trusted issuer vouches for', () => {
  const eve: Vouched = {
    issuer: trustedAcme,
    subject: 'eve-at-acme',
    issuedAt: later(0),
    expiresAt: later(minutes(5)),
    email: address('eve@acme.example'),
    emailIsVerified: true,
    firstName: 'Eve',
    lastName: 'Acme',
    externalId: undefined,
  };
  const byAcme = (vouched: Vouched, ...secondFactorRoles: readonly string[]) =>
    authenticate({ ...desk, secondFactorRoles, foreignTokens: { verify: async () => vouched } })('theirs');

  test('is nobody while nobody trusts the issuer', async () => {
    expect(await byAcme(eve)).toBeUndefined();
  });

  test('is let in until the issuer’s token is over, and how they prove who they are is its business', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.issuers.add(trustedAcme));
    const who = await byAcme(eve, 'customer');
    expect(who).toMatchObject({
      user: { email: 'eve@acme.example', grants: grantsFor('customer', []) },
      expiresAt: later(minutes(5)),
      mustEnrol: false,
      isVouched: true,
    });
    expect(await byAcme({ ...eve, expiresAt: later(minutes(9)) })).toEqual({
      ...who,
      expiresAt: later(minutes(9)),
    });
  });

  test('is nobody with a token of our own that is not good', async () => {
    expect(await desk.authenticate('a.b.c')).toBeUndefined();
  });

  test('opens a live connection as that, and must turn nothing on there either', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.issuers.add(trustedAcme));
    const who = known(await byAcme(eve));
    const { ticket } = await desk.issueLiveTicket(who);
    expect(await desk.redeemLiveTicket(ticket)).toEqual(who);
  });
});
