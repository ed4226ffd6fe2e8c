import { describe, expect, test } from 'vitest';
import { isFamiliar } from '#domain/identity/familiar.ts';

const firefox = (version: number) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const before = [
  { address: '203.0.113.7', userAgent: firefox(140) },
  { address: '2001:db8:1:2::5', userAgent: 'curl/8.5.0' },
];

describe('a sign-in is familiar', () => {
  test.each([
    ['from the same place', { address: '203.0.113.7', userAgent: firefox(140) }],
    ['with a newer version of the same browser', { address: '203.0.113.7', userAgent: firefox(151) }],
    ['from another address of the same home', { address: '2001:db8:1:2:ffff::1', userAgent: 'curl/8.9.1' }],
    [
      'from the same address in the clothes of IPv6',
      { address: '::ffff:203.0.113.7', userAgent: firefox(1) },
    ],
  ])('%s', (_, signIn) => {
    expect(isFamiliar(signIn, before)).toBe(true);
  });
});

describe('a sign-in is new', () => {
  test.each([
    ['from another network', { address: '203.0.113.8', userAgent: firefox(140) }],
    ['with another browser', { address: '203.0.113.7', userAgent: 'curl/8.5.0' }],
    ['with what another home uses', { address: '2001:db8:1:2::5', userAgent: firefox(140) }],
    ['with nothing that is known', { address: '203.0.113.7', userAgent: '' }],
  ])('%s', (_, signIn) => {
    expect(isFamiliar(signIn, before)).toBe(false);
    expect(isFamiliar(signIn, [])).toBe(false);
  });
});
