import { expect, test } from 'vitest';
import { isOneTimeCode, needsSecondFactor, normaliseRecoveryCode } from '#domain/identity/second-factor.ts';
import { RoleId } from '#domain/shared/ids.ts';
import { ada, ben, carla } from '../../support/people.ts';

test('a recovery code is the same however it is typed in', () => {
  for (const typed of ['k7mzq-3vtxa', 'K7MZQ-3VTXA', ' k7mzq 3vtxa ', 'k7mzq3vtxa']) {
    expect(normaliseRecoveryCode(typed)).toBe('k7mzq3vtxa');
    expect(isOneTimeCode(typed)).toBe(false);
  }
});

test('a code of an app has six digits', () => {
  expect(['123456', '000000'].every(isOneTimeCode)).toBe(true);
  expect(['12345', '1234567', '12345a', '１２３４５６', ''].some(isOneTimeCode)).toBe(false);
});

test('a second factor is asked of who holds a role that asks for it, wherever they hold it', () => {
  expect(needsSecondFactor(ada, ['admin', 'lead'])).toBe(true);
  expect(needsSecondFactor(ben, ['agent'])).toBe(true);
  expect(needsSecondFactor(carla, ['admin', 'lead', 'agent'])).toBe(false);
  expect(needsSecondFactor(ada, [])).toBe(false);
});

test('a custom role asks for it by its name, in capitals or not, or by its id, whatever it is called', () => {
  const role = { id: RoleId('01957b3e-9c00-7000-a000-00000000000a'), name: 'Billing boss', rights: {} };
  const boss = { grants: [{ role, scope: { kind: 'global' } }] } as const;
  expect(needsSecondFactor(boss, ['billing Boss'])).toBe(true);
  expect(needsSecondFactor(boss, [role.id])).toBe(true);
  expect(needsSecondFactor(boss, ['admin'])).toBe(false);
});
