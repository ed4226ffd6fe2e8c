import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { register } from '#application/identity/register.ts';
import { requestPasswordReset } from '#application/identity/request-password-reset.ts';
import { sendVerificationCode } from '#application/identity/send-verification-code.ts';
import { verifyEmail } from '#application/identity/verify-email.ts';
import type { Pace } from '#application/ports/pace.ts';
import type { UserStatus } from '#domain/identity/user.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith, userId } from '../../support/identity-people.ts';
import { at } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
  const standings: readonly UserStatus[] = ['unverified', 'invited', 'active', 'suspended'];
  await desk.stores.unitOfWork.run(async (tx) => {
    for (const [index, status] of standings.entries()) {
      const user = carlaWith({ id: userId(index), email: address(`${status}@example.org`), status });
      await tx.users.add(user);
      if (status === 'active' || status === 'suspended')
        await tx.users.setPasswordHash(user.id, 'weak:right');
    }
  });
  await desk.register(at('registered@example.org'));
  await desk.takeMails();
  desk.hasher.takeCalls();
});
afterAll(() => desks.close());

const whoever = ['nobody', 'registered', 'unverified', 'invited', 'active', 'suspended'] as const;

/** Notes that whatever is done is done at an even pace. */
const notingPace = (): Pace & { count(): number } => {
  let count = 0;
  return {
    count: () => count,
    evenly: (work) => {
      count += 1;
      return work();
    },
  };
};

describe('whether an address has an account cannot be told', () => {
  test.each(whoever)('from registering %s: the same answer, one hash, one mail', async (who) => {
    expect(await desk.register(at(`${who}@example.org`))).toEqual({ ok: true, outcome: 'accepted' });
    expect(desk.hasher.takeCalls()).toEqual(['hash']);
    expect(await desk.takeMails()).toHaveLength(1);
  });

  test.each(whoever)(
    'from signing in as %s with a wrong password: the same answer, two checks',
    async (who) => {
      const answer = await desk.logIn({
        ...at(`${who}@example.org`),
        password: 'wrong',
        address: '::1',
        userAgent: '',
      });
      expect(answer).toEqual({ ok: false, refusal: { code: 'invalid-credentials' } });
      expect(desk.hasher.takeCalls()).toEqual(['verify', 'verify']);
    },
  );

  test.each(['right', at('registered@example.org').password])(
    'from signing in as somebody suspended or unverified with "%s": two checks too',
    async (password) => {
      for (const who of ['suspended', 'registered', 'nobody']) {
        await desk.logIn({ ...at(`${who}@example.org`), password, address: '::1', userAgent: '' });
        expect(desk.hasher.takeCalls()).toEqual(['verify', 'verify']);
      }
    },
  );

  test.each(whoever)('from a wrong code for %s', async (who) => {
    const answer = await desk.verifyEmail({ email: address(`${who}@example.org`), code: 'abcdef' });
    expect(answer).toEqual({ ok: false, refusal: { code: 'invalid-code' } });
  });

  test.each(whoever)('from asking for a code or a new password for %s', async (who) => {
    const email = address(`${who}@example.org`);
    expect(await desk.sendVerificationCode({ email })).toBeUndefined();
    expect(await desk.requestPasswordReset({ email })).toBeUndefined();
    expect(desk.hasher.takeCalls()).toEqual([]);
  });

  test('from how long any of these takes: all go at an even pace', async () => {
    const pace = notingPace();
    const deps = { ...desk, pace };
    for (const who of whoever) {
      const { email } = at(`${who}@example.org`);
      const before = pace.count();
      await register(deps)({ ...at(email), address: '::1' });
      await sendVerificationCode(deps)({ email, address: '::1' });
      await requestPasswordReset(deps)({ email });
      await verifyEmail(deps)({ email, code: 'abcdef', address: '::1' });
      expect(pace.count() - before).toBe(4);
    }
  });
});
