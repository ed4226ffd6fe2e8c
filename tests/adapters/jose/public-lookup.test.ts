import type { LookupAddress, lookup } from 'node:dns';
import { isIPv6 } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isRefused, publicLookup } from '#adapters/jose/public-lookup.ts';

const at = (address: string): LookupAddress => ({ address, family: isIPv6(address) ? 6 : 4 });

/** What is answered to who asks for one address, or for all, of a name that leads there. */
const lookedUp = (addresses: readonly string[], all: boolean, error: Error | null = null) => {
  const resolver = (_: string, options: object, callback: (...answer: unknown[]) => void) => {
    expect(options).toEqual({ all: true, family: 0 });
    callback(error, error === null ? addresses.map(at) : undefined);
  };
  return new Promise<readonly unknown[]>((resolve) => {
    publicLookup(resolver as typeof lookup)('id.example', { all, family: 0 }, (...answer) => resolve(answer));
  });
};

describe('An address of an issuer’s keys', () => {
  test.each([
    ['this host', '0.0.0.0'],
    ['this host, by any number of its network', '0.255.255.255'],
    ['this machine', '127.0.0.1'],
    ['this machine, at the end of its network', '127.255.255.255'],
    ['where clouds keep their secrets', '169.254.169.254'],
    ['everybody who listens', '224.0.0.1'],
    ['nobody yet', '240.0.0.1'],
    ['everybody', '255.255.255.255'],
    ['this host in IPv6', '::'],
    ['this machine in IPv6', '::1'],
    ['a neighbour on the link', 'fe80::1'],
    ['a neighbour on the link, at the end of its network', 'febf:ffff::1'],
    ['a site of old', 'fec0::1'],
    ['everybody in IPv6', 'ff02::1'],
    ['this machine in the clothes of IPv6', '::ffff:127.0.0.1'],
    ['secrets of the cloud in the clothes of IPv6', '::ffff:a9fe:a9fe'],
  ])('is refused when it is of %s', (_, address) => {
    expect(isRefused(address)).toBe(true);
  });

  test.each([
    '1.0.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '169.255.0.1',
    '223.255.255.255',
    '10.0.0.1',
    '192.0.2.1',
    '::2',
    '2001:db8::1',
    'fd00::1',
    'fe7f::1',
    '::ffff:192.0.2.1',
  ])('is taken when it is %s', (address) => {
    expect(isRefused(address)).toBe(false);
  });
});

describe('A name of an issuer', () => {
  test('leads to where its resolver says, to one address or to all as was asked', async () => {
    const addresses = ['192.0.2.1', '2001:db8::1'];
    expect(await lookedUp(addresses, true)).toEqual([null, addresses.map(at)]);
    expect(await lookedUp(addresses, false)).toEqual([null, '192.0.2.1', 4]);
  });

  test('leads nowhere as soon as one of its addresses is not allowed', async () => {
    for (const addresses of [['127.0.0.1'], ['192.0.2.1', '169.254.169.254'], ['::1', '2001:db8::1']]) {
      for (const all of [true, false]) {
        expect(await lookedUp(addresses, all)).toEqual([expect.any(Error), []]);
      }
    }
  });

  test('leads nowhere when it has no address', async () => {
    expect(await lookedUp([], true)).toEqual([expect.any(Error), []]);
  });

  test('that cannot be looked up fails as its resolver says', async () => {
    const away = new Error('away');
    expect(await lookedUp([], true, away)).toEqual([away, []]);
  });
});
