import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { grantsFor } from '#domain/identity/user.ts';
import { type IdentityDesk, openIdentityDesk } from '../../support/identity-desk.ts';
import { address, carlaWith } from '../../support/identity-people.ts';
import { signIn } from '../../support/newcomer.ts';

let desks: Awaited<ReturnType<typeof openIdentityDesk>>;
let desk: IdentityDesk;

beforeAll(async () => {
  desks = await openIdentityDesk();
});
beforeEach(async () => {
  desk = await desks.fresh();
});
afterAll(() => desks.close());

const email = address('admin@hexdesk.local');
let kept: string[] = [];
const keep = async (generated: string): Promise<void> => {
  expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(0);
  kept.push(generated);
};
beforeEach(() => {
  kept = [];
});

describe('the first admin', () => {
  test('is made with the password given, which is told to nobody', async () => {
    const password = 'given by the operator';
    expect(await desk.ensureFirstAdmin({ email, password, keep })).toEqual({
      email,
      generatedPassword: undefined,
    });
    const { user } = await signIn(desk, { email, password });
    expect(user.grants).toContainEqual({ role: 'admin', scope: { kind: 'global' } });
  });

  test('is made with a password that is told once, when none is given', async () => {
    const made = await desk.ensureFirstAdmin({ email, password: undefined, keep });
    expect(made?.generatedPassword).toMatch(/^[\w-]{43}$/);
    // before there is anybody: a crash right after may not lose it
    expect(kept).toEqual([made?.generatedPassword]);
    await signIn(desk, { email, password: made?.generatedPassword ?? '' });
    expect(await desk.ensureFirstAdmin({ email, password: undefined, keep })).toBeUndefined();
  });

  test('is not made where somebody administers already', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ grants: grantsFor('admin', []) })));
    expect(await desk.ensureFirstAdmin({ email, password: undefined, keep })).toBeUndefined();
    expect(desk.hasher.takeCalls()).toEqual([]);
  });

  test('is made where there are people, and nobody who administers', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({})));
    const wanted = { email, password: undefined, keep: async () => {} };
    expect(await desk.ensureFirstAdmin(wanted)).toMatchObject({ email });
  });

  test('is not made with the address of somebody who is none, and a line says what to do', async () => {
    await desk.stores.unitOfWork.run((tx) => tx.users.add(carlaWith({ email })));
    const wanted = { email, password: 'given by the operator', keep };
    expect(await desk.ensureFirstAdmin(wanted)).toBeUndefined();
    expect(desk.logger.lines).toMatchObject([
      { level: 'error', message: expect.stringMatching(/ADMIN_EMAIL/) },
    ]);
  });

  test('is made once when several nodes start at the same moment', async () => {
    const starts = await Promise.all(
      Array.from({ length: 4 }, () =>
        desk.ensureFirstAdmin({ email, password: undefined, keep: async () => {} }),
      ),
    );
    expect(starts.filter((made) => made !== undefined)).toHaveLength(1);
    expect(await desk.stores.unitOfWork.run((tx) => tx.users.count())).toBe(1);
  });
});
