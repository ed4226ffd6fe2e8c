import { describe, expect, test } from 'vitest';
import { isSamePlace, placeOf } from '#domain/identity/place.ts';

const home = { address: '192.0.2.1', userAgent: 'a browser' };

describe('the place of a sign-in', () => {
  test('is a network and a browser, and the same whatever the address within the network', () => {
    const [one, other] = ['2001:db8::1', '2001:db8::2'].map((address) => placeOf({ ...home, address }));
    expect(one).toEqual({ network: '2001:db8:0:0::/64', userAgent: 'a browser' });
    expect(one && other && isSamePlace(one, other)).toBe(true);
  });

  test.for([
    ['another network', { ...home, address: '192.0.2.2' }],
    ['another browser', { ...home, userAgent: 'a phone' }],
  ] as const)('is another one with %s', ([, elsewhere]) => {
    expect(isSamePlace(placeOf(home), placeOf(elsewhere))).toBe(false);
  });

  test('keeps no more of a browser than a session does, and no half character', () => {
    expect(placeOf({ ...home, userAgent: 'x'.repeat(256) }).userAgent).toBe('x'.repeat(255));
    expect(placeOf({ ...home, userAgent: `${'x'.repeat(254)}🦔` }).userAgent).toBe(
      `${'x'.repeat(254)}\ufffd`,
    );
  });
});
