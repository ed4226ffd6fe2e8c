import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { days, seconds } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { theLetter } from '../../support/letters.ts';
import { outcomeOf, signIn, signUp } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;
let first: string;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
  await signUp(desk);
  first = (await signIn(desk)).refreshToken;
});
afterAll(() => desks.close());

const refresh = (refreshToken: string) => desk.refreshSession({ refreshToken });
const refreshed = async (token: string) => outcomeOf(await refresh(token));
const invalid = { ok: false, refusal: { code: 'invalid-refresh-token' } };

describe('refreshing', () => {
  test('exchanges a token for the next, again and again', async () => {
    const second = await refreshed(first);
    const third = await refreshed(second.refreshToken);
    expect(new Set([first, second.refreshToken, third.refreshToken]).size).toBe(3);
    const who = await desk.authenticate(third.accessToken);
    expect(who?.user.email).toBe('carla@example.org');
    expect(await desk.takeMails()).toEqual([]);
  });

  test('counts how often a session was refreshed', async () => {
    const generationOf = (token: string) =>
      desk.stores.unitOfWork.run(
        async (tx) => (await tx.sessions.refreshToken(desk.secrets.digest(token)))?.generation,
      );
    const second = await refreshed(first);
    const third = await refreshed(second.refreshToken);
    expect(await generationOf(second.refreshToken)).toBe(Number(await generationOf(first)) + 1);
    expect(await generationOf(third.refreshToken)).toBe(Number(await generationOf(first)) + 2);
  });

  test('notes when the session was used last, and never moves its end', async () => {
    const began = desk.clock.now();
    desk.clock.advance(days(1));
    const who = await desk.authenticate((await refreshed(first)).accessToken);
    if (who === undefined) throw new Error('nobody is signed in');
    expect(await desk.stores.unitOfWork.run((tx) => tx.sessions.find(who.session))).toMatchObject({
      lastUsedAt: desk.clock.now(),
      expiresAt: new Date(began.getTime() + days(30)),
    });
  });

  test('gives an honest repeat within ten seconds the same successor', async () => {
    const second = await refreshed(first);
    desk.clock.advance(seconds(10));
    const repeat = await refreshed(first);
    expect(repeat.refreshToken).toBe(second.refreshToken);
    expect(await desk.authenticate(repeat.accessToken)).toBeDefined();
    expect((await refresh(second.refreshToken)).ok).toBe(true);
    expect(await desk.takeMails()).toEqual([]);
  });

  test('gives two at the same moment the same successor', async () => {
    const [one, other] = await Promise.all([refreshed(first), refreshed(first)]);
    expect(one.refreshToken).toBe(other.refreshToken);
  });

  test('ends the session when a token comes again after ten seconds', async () => {
    const second = await refreshed(first);
    const who = await desk.authenticate(second.accessToken);
    desk.clock.advance(seconds(10) + 1);
    expect(await refresh(first)).toEqual(invalid);
    expect(desk.ended).toEqual([who?.session]);
    expect(await desk.authenticate(second.accessToken)).toBeUndefined();
    expect(await refresh(second.refreshToken)).toEqual(invalid);
    expect(theLetter(await desk.takeMails(), 'refresh-token-reused').name).toBe('Carla');
  });

  test('ends the session when a token comes again although its successor was used', async () => {
    const second = await refreshed(first);
    const third = await refreshed(second.refreshToken);
    expect(await refresh(first)).toEqual(invalid);
    expect(await refresh(third.refreshToken)).toEqual(invalid);
    expect(await desk.authenticate(third.accessToken)).toBeUndefined();
    theLetter(await desk.takeMails(), 'refresh-token-reused');
  });

  test('warns once, however often a stolen token is tried', async () => {
    await refreshed((await refreshed(first)).refreshToken);
    for (let count = 0; count < 3; count += 1) expect(await refresh(first)).toEqual(invalid);
    theLetter(await desk.takeMails(), 'refresh-token-reused');
  });

  test('leaves the other sessions of the person alone', async () => {
    const other = await signIn(desk);
    await refreshed((await refreshed(first)).refreshToken);
    await refresh(first);
    expect((await refresh(other.refreshToken)).ok).toBe(true);
  });

  test('is refused with a token nobody gave out', async () => {
    for (const wrong of ['', 'nonsense', desk.secrets.token(), desk.secrets.digest(first)]) {
      expect(await refresh(wrong)).toEqual(invalid);
    }
    expect((await refresh(first)).ok).toBe(true);
  });

  test('is refused to somebody who was suspended since', async () => {
    await desk.stores.unitOfWork.run(async (tx) => {
      const [carla] = (await desk.userList.page({ after: undefined, limit: 1 })).items;
      if (carla) await tx.users.replace({ ...carla, status: 'suspended' });
    });
    expect(await refresh(first)).toEqual(invalid);
  });

  test('may happen sixty times a minute per session', async () => {
    let token = first;
    for (let count = 0; count < 60; count += 1) token = (await refreshed(token)).refreshToken;
    expect(await refresh(token)).toMatchObject({
      refusal: { code: 'too-many-attempts', retryAfterSeconds: expect.any(Number) },
    });
    expect((await refresh((await signIn(desk)).refreshToken)).ok).toBe(true);
  });
});
