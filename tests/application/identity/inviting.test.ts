import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InviteUserCommand } from '#application/identity/invite-user.ts';
import { defaultQueueName } from '#domain/queues/queue.ts';
import { days } from '#domain/shared/duration.ts';
import { QueueId } from '#domain/shared/ids.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith, password } from '../../support/identity-people.ts';
import { theLetter } from '../../support/letters.ts';
import { carlaSigningUp, outcomeOf, signIn, signUp } from '../../support/newcomer.ts';
import { ada, ben, carla, lena, nobody } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';

const support = { ...billing, id: QueueId('01957b3e-9c00-7a10-8f10-6d1f0c3a5e09'), name: defaultQueueName };

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
  await desk.stores.unitOfWork.run(async (tx) => {
    for (const queue of [support, billing, shipping]) await tx.queues.add(queue);
  });
});
afterAll(() => desks.close());

const newPassword = password('chosen from the invitation');

const inviteBen = (facts: Partial<InviteUserCommand> = {}): InviteUserCommand => ({
  email: address('ben@example.org'),
  firstName: 'Ben',
  lastName: 'Agent',
  role: 'agent',
  queues: [billing.id],
  ...facts,
});

const customer = { role: 'customer', scope: { kind: 'global' } };
const agentIn = (queue: QueueId) => ({ role: 'agent', scope: { kind: 'queue', queue } });

describe('inviting somebody', () => {
  test('mails a link that sets the password and opens the account', async () => {
    const invited = outcomeOf(await desk.inviteUser(inviteBen(), ada));
    expect(invited).toMatchObject({ email: 'ben@example.org', firstName: 'Ben', status: 'invited' });
    expect(invited.grants).toEqual([agentIn(billing.id), customer]);
    const [mail] = await desk.takeMails();
    expect(mail).toMatchObject({
      to: 'ben@example.org',
      toName: 'Ben Agent',
      letter: { name: 'Ben', days: 7 },
    });
    if (mail?.letter.kind !== 'invitation') throw new Error('no invitation');

    const active = outcomeOf(await desk.resetPassword({ token: mail.letter.token, password: newPassword }));
    expect(active).toMatchObject({ id: invited.id, status: 'active' });
    expect(await desk.takeMails()).toEqual([]);
    const signedIn = await signIn(desk, { email: invited.email, password: newPassword });
    expect(signedIn.user.grants).toHaveLength(2);
  });

  test('stands for seven days, and not a moment longer', async () => {
    outcomeOf(await desk.inviteUser(inviteBen(), ada));
    const { token } = theLetter(await desk.takeMails(), 'invitation');
    desk.clock.advance(days(7));
    const late = await desk.resetPassword({ token, password: newPassword });
    expect(late).toEqual({ ok: false, refusal: { code: 'invalid-token' } });
  });

  test('that was lost can be made good by asking for a new password', async () => {
    outcomeOf(await desk.inviteUser(inviteBen(), ada));
    await desk.takeMails();
    await desk.requestPasswordReset({ email: address('ben@example.org') });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');
    expect(outcomeOf(await desk.resetPassword({ token, password: newPassword })).status).toBe('active');
  });

  test.each([undefined, []])(
    'to work without naming a queue puts them into the default one',
    async (queues) => {
      const invited = outcomeOf(await desk.inviteUser(inviteBen({ queues }), ada));
      expect(invited.grants).toEqual([agentIn(support.id), customer]);
    },
  );

  test('as admin or customer needs no queue', async () => {
    const admin = outcomeOf(await desk.inviteUser(inviteBen({ role: 'admin', queues: undefined }), ada));
    expect(admin.grants).toEqual([{ role: 'admin', scope: { kind: 'global' } }, customer]);
    const other = inviteBen({ role: 'customer', queues: undefined, email: address('carla@example.org') });
    expect(outcomeOf(await desk.inviteUser(other, ada)).grants).toEqual([customer]);
  });

  test('to a queue that does not exist is refused, and nothing is kept', async () => {
    const nowhere = QueueId('01957b3e-9c00-7a10-8f10-6d1f0c3a5eff');
    expect(await desk.inviteUser(inviteBen({ queues: [billing.id, nowhere] }), ada)).toEqual({
      ok: false,
      refusal: { code: 'unknown-queue' },
    });
    expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(0);
  });

  test.each([
    ['a customer', carla],
    ['an agent', ben],
    ['a lead', lena],
    ['somebody without any grant', nobody],
  ])('is not for %s', async (_, actor) => {
    expect(await desk.inviteUser(inviteBen(), actor)).toEqual({
      ok: false,
      refusal: { code: 'not-permitted', permission: 'user:invite' },
    });
    expect(await desk.takeMails()).toEqual([]);
  });

  test.each(['active', 'invited', 'suspended'] as const)('who is %s already is refused', async (status) => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ status })));
    const again = inviteBen({ email: carlaWith().email });
    expect(await desk.inviteUser(again, ada)).toEqual({ ok: false, refusal: { code: 'email-taken' } });
  });

  test('twice at the same moment invites once', async () => {
    const both = await Promise.all([desk.inviteUser(inviteBen(), ada), desk.inviteUser(inviteBen(), ada)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, refusal: { code: 'email-taken' } });
    theLetter(await desk.takeMails(), 'invitation');
  });

  test('takes over an address that was never proven, with everything strangers left there', async () => {
    const { email } = carlaSigningUp;
    await desk.register(carlaSigningUp);
    const { code } = theLetter(await desk.takeMails(), 'verification-code');
    await desk.requestPasswordReset({ email });
    const { token } = theLetter(await desk.takeMails(), 'password-reset');

    const before = await desk.stores.unitOfWork.run((tx) => tx.users.withEmail(email));
    await desk.principals.ofUser(carlaWith({ ...before }).id);

    const invited = outcomeOf(
      await desk.inviteUser(inviteBen({ email, role: 'admin', queues: undefined }), ada),
    );
    expect(await desk.principals.ofUser(invited.id)).toMatchObject({ id: before?.id, status: 'invited' });
    const invitation = theLetter(await desk.takeMails(), 'invitation');
    expect((await desk.verifyEmail({ email, code })).ok).toBe(false);
    expect((await desk.resetPassword({ token, password: newPassword })).ok).toBe(false);
    const user = outcomeOf(await desk.resetPassword({ token: invitation.token, password: newPassword }));
    expect(user).toMatchObject({ firstName: 'Ben', status: 'active' });
  });
});

describe('listing people', () => {
  test('is for staff and admins', async () => {
    await signUp(desk);
    for (const actor of [ben, lena, ada]) {
      const page = outcomeOf(await desk.listUsers({ after: undefined, limit: 25 }, actor));
      expect(page.items.map(({ email }) => email)).toEqual(['carla@example.org']);
    }
    for (const actor of [carla, nobody]) {
      expect(await desk.listUsers({ after: undefined, limit: 25 }, actor)).toEqual({
        ok: false,
        refusal: { code: 'not-permitted', permission: 'user:read' },
      });
    }
  });
});
