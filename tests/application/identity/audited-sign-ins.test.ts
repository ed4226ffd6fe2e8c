import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authenticated } from '#application/identity/authenticate.ts';
import type { AuditAction } from '#domain/audit/actions.ts';
import { seconds } from '#domain/shared/duration.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, password, sessionId } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signedIn, signIn, signUp } from '../../support/newcomer.ts';
import { ada } from '../../support/people.ts';

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

const { email } = carlaSigningUp;
const newPassword = password('an entirely new password');

/** What the audit says of an action, oldest first. */
const audited = async (action: AuditAction) => {
  const filter = { actions: [action], actor: undefined, subject: undefined, from: undefined, to: undefined };
  const { items } = await desk.stores.auditLog.page({ filter, sort: 'at', after: undefined, limit: 50 });
  return items.map(({ actor, subject, details }) => ({
    actor,
    subject,
    before: details?.before,
    after: details?.after,
  }));
};
const nothingMore = { before: undefined, after: undefined };

describe('The audit tells', () => {
  test('who signed out of which session', async () => {
    await desk.logOut(carla.session);
    const subject = { kind: 'session', id: carla.session };
    expect(await audited('signed-out')).toEqual([{ actor: carla.user.id, subject, ...nothingMore }]);
  });

  test('that a session was ended of which nobody knows whose it was', async () => {
    await desk.logOut(sessionId(9));
    const subject = { kind: 'session', id: sessionId(9) };
    expect(await audited('signed-out')).toEqual([{ actor: undefined, subject, ...nothingMore }]);
  });

  test('whose refresh token came twice, and which session that ended', async () => {
    const { refreshToken } = await signIn(desk);
    const second = outcomeOf(await desk.refreshSession({ refreshToken }));
    const who = await desk.authenticate(second.accessToken);
    desk.clock.advance(seconds(10) + 1);
    await desk.refreshSession({ refreshToken });
    expect(await audited('refresh-token-reused')).toEqual([
      {
        actor: undefined,
        subject: { kind: 'user', id: carla.user.id },
        before: undefined,
        after: { endedSession: who?.session },
      },
    ]);
  });

  test('for whom a new password was asked, and who set it, with how many sessions that ended', async () => {
    await signedIn(desk);
    await desk.requestPasswordReset({ email });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');
    const subject = { kind: 'user', id: carla.user.id };
    expect(await audited('password-reset-requested')).toEqual([
      { actor: undefined, subject, ...nothingMore },
    ]);
    outcomeOf(await desk.resetPassword({ token, password: newPassword }));
    const before = { status: 'active' };
    const after = { status: 'active', endedSessions: 2 };
    expect(await audited('password-reset')).toEqual([{ actor: carla.user.id, subject, before, after }]);
    expect(await audited('invitation-accepted')).toEqual([]);
  });

  test('who accepted an invitation, which is no change of a password that anybody is told of', async () => {
    const ben = { email: address('ben@example.org'), firstName: 'Ben', lastName: 'Agent', queues: [] };
    const { id } = outcomeOf(await desk.inviteUser({ ...ben, role: 'customer' }, ada));
    const { token } = theLetter(await desk.takeMails(), 'invitation');
    outcomeOf(await desk.resetPassword({ token, password: newPassword }));
    const before = { status: 'invited' };
    const after = { status: 'active', endedSessions: 0 };
    expect(await audited('invitation-accepted')).toEqual([
      { actor: id, subject: { kind: 'user', id }, before, after },
    ]);
    expect(await audited('password-reset')).toEqual([]);
    expect(await desk.takeMails()).toEqual([]);
  });
});
