import { describe, expect, test } from 'vitest';
import { isOpen } from '#domain/identity/session.ts';
import { later, noon } from '../../support/tickets.ts';

describe('standing for a person by a session', () => {
  const session = { expiresAt: later(1000), revokedAt: undefined };

  test('it does until the millisecond it expires', () => {
    expect(isOpen(session, later(999))).toBe(true);
    expect(isOpen(session, later(1000))).toBe(false);
  });

  test('not once it was revoked, not even before that moment', () => {
    expect(isOpen({ ...session, revokedAt: later(10) }, noon)).toBe(false);
    expect(isOpen({ ...session, revokedAt: later(10) }, later(10))).toBe(false);
  });
});
