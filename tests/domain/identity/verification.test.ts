import { describe, expect, test } from 'vitest';
import { isUsable } from '#domain/identity/verification.ts';
import { later, noon } from '../../support/tickets.ts';

describe('proving an address by a mailed code', () => {
  const code = { codeExpiresAt: later(1000), attempts: 0 };

  test('it can until the millisecond the code expires', () => {
    expect(isUsable(code, later(999))).toBe(true);
    expect(isUsable(code, later(1000))).toBe(false);
  });

  test('and until the thirtieth wrong code', () => {
    expect(isUsable({ ...code, attempts: 29 }, noon)).toBe(true);
    expect(isUsable({ ...code, attempts: 30 }, noon)).toBe(false);
  });
});
