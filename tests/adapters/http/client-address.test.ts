import { describe, expect, test } from 'vitest';
import { clientAddressBy } from '#adapters/http/client-address.ts';

describe('where a request comes from', () => {
  const by = clientAddressBy(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);

  test.each([
    ['an unknown peer', '203.0.113.9', '', '203.0.113.9'],
    ['an unknown peer that says otherwise', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a proxy that says nothing', '10.1.2.3', '', '10.1.2.3'],
    ['a proxy for its client', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['a proxy whose client made up an origin', '10.1.2.3', '8.8.8.8, 198.51.100.1', '198.51.100.1'],
    ['a proxy behind a proxy', '192.0.2.1', '198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['proxies all the way', '192.0.2.1', '10.1.1.1, 10.9.9.9', '192.0.2.1'],
    ['a proxy that adds ports', '10.1.2.3', '8.8.8.8, 198.51.100.1:4711', '198.51.100.1'],
    ['a proxy that adds ports to IPv6', '10.1.2.3', '[2001:470::1]:4711', '2001:470::1'],
    ['a proxy for an IPv6 client', '2001:db8::1', '2001:470::1', '2001:470::1'],
    ['a proxy on a socket of both kinds', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['a client that shows IPv4 in full as IPv6', '10.1.2.3', '0:0:0:0:0:FFFF:c633:6401', '198.51.100.1'],
    ['a client that claims a trusted address so', '10.1.2.3', '8.8.8.8, ::ffff:a09:909', '8.8.8.8'],
    ['an unknown peer that claims so', '::ffff:203.0.113.9', '::ffff:10.9.9.9', '203.0.113.9'],
    ['a link-local peer', 'fe80::1%eth0', '8.8.8.8', 'fe80::1%eth0'],
    ['a proxy for whom nobody knows', '10.1.2.3', '8.8.8.8, unknown', '10.1.2.3'],
    ['a proxy for what is no address', '10.1.2.3', '8.8.8.8, 300.1.1.1', '10.1.2.3'],
    ['a proxy with a trailing comma', '10.1.2.3', '8.8.8.8,', '10.1.2.3'],
    ['a peer that has gone', undefined, '8.8.8.8', '0.0.0.0'],
  ])('is told for %s', (_, peer, forwardedFor, address) => {
    expect(by(peer, forwardedFor)).toBe(address);
  });

  test('is always the peer where no proxy is trusted', () => {
    expect(clientAddressBy([])('10.1.2.3', '8.8.8.8')).toBe('10.1.2.3');
  });
});
