import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authenticated } from '#application/identity/authenticate.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { signedIn, signIn, signUp, whoIs } from '../../support/newcomer.ts';
import { nobody } from '../../support/people.ts';

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

const nothing = { firstName: undefined, lastName: undefined, availability: undefined };

describe('changing oneself', () => {
  test('changes what is given, seen at once by the next request', async () => {
    const { accessToken } = await signIn(desk);
    await whoIs(desk, accessToken);
    const renamed = await desk.changeMyself({ ...nothing, firstName: 'Caroline' }, carla.actor);
    expect(renamed).toMatchObject({ firstName: 'Caroline', lastName: 'Customer' });
    expect((await whoIs(desk, accessToken)).user).toEqual(renamed);
  });

  test('leaves standing and grants as they are', async () => {
    const renamed = await desk.changeMyself({ ...nothing, lastName: 'Other' }, carla.actor);
    expect(renamed).toEqual({ ...carla.user, lastName: 'Other' });
  });

  test('finds nothing to change for somebody who is no more', async () => {
    expect(await desk.changeMyself({ ...nothing, firstName: 'A' }, nobody)).toBeUndefined();
  });

  test('says that one is away, seen at once, until one is available again', async () => {
    const { accessToken } = await signIn(desk);
    const away = await desk.changeMyself({ ...nothing, availability: 'away' }, carla.actor);
    expect(away).toEqual({ ...carla.user, availability: 'away' });
    expect((await whoIs(desk, accessToken)).user).toEqual(away);
    expect(await desk.changeMyself({ ...nothing, lastName: 'Other' }, carla.actor)).toMatchObject({
      availability: 'away',
    });
    const back = await desk.changeMyself({ ...nothing, availability: 'available' }, carla.actor);
    expect(back?.availability).toBe('available');
  });
});

describe('a live ticket', () => {
  test('stands once for whoever asked for it, as long as their token does', async () => {
    desk.clock.advance(minutes(5));
    const { ticket, expiresInSeconds } = await desk.issueLiveTicket(carla);
    expect(expiresInSeconds).toBe(30);
    expect(await desk.redeemLiveTicket(ticket)).toEqual(carla);
    expect(await desk.redeemLiveTicket(ticket)).toBeUndefined();
  });

  test('is good for thirty seconds', async () => {
    const [early, late] = [await desk.issueLiveTicket(carla), await desk.issueLiveTicket(carla)];
    desk.clock.advance(seconds(30) - 1);
    expect(await desk.redeemLiveTicket(early.ticket)).toBeDefined();
    desk.clock.advance(1);
    expect(await desk.redeemLiveTicket(late.ticket)).toBeUndefined();
  });

  test('is worth nothing once its session has ended', async () => {
    const { ticket } = await desk.issueLiveTicket(carla);
    await desk.logOut(carla.session);
    expect(await desk.redeemLiveTicket(ticket)).toBeUndefined();
  });

  test('is worth nothing once the token it was asked for with is over', async () => {
    desk.clock.advance(minutes(15) - seconds(10));
    const { ticket } = await desk.issueLiveTicket(carla);
    desk.clock.advance(seconds(10));
    expect(await desk.redeemLiveTicket(ticket)).toBeUndefined();
  });

  test('cannot be made up, or given a later end', async () => {
    const { ticket } = await desk.issueLiveTicket(carla);
    const [token = '', end = ''] = ticket.split('.');
    for (const forged of ['', token, `${token}.z${end}`, `${end}.${token}`, desk.secrets.token()]) {
      expect(await desk.redeemLiveTicket(forged)).toBeUndefined();
    }
    expect(await desk.redeemLiveTicket(ticket)).toBeDefined();
  });
});
