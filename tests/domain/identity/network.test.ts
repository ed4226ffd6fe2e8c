import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkOf } from '#domain/identity/network.ts';

describe('the network of an address', () => {
  test.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['its neighbour', '2001:db8:1:2::ffff', '2001:db8:1:2::/64'],
    ['another spelling', '2001:0DB8:0001:0002:0000:0000:0000:0001', '2001:db8:1:2::/64'],
    ['one with a zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['the loopback address', '::1', '0:0:0:0::/64'],
    ['IPv4 mapped into IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
    ['the same in hexadecimal', '::FFFF:cb00:7107', '203.0.113.7'],
    ['the same in full', '0:0:0:0:0:ffff:cb00:7107', '203.0.113.7'],
    ['IPv4 translated to IPv6', '64:ff9b::203.0.113.7', '203.0.113.7'],
    ['a whole 6to4 network', '2002:cb00:7107:1234::5', '203.0.113.7'],
    ['another address with dots in its end', '2001:db8::203.0.113.7', '2001:db8:0:0::/64'],
    ['what is no address', 'unknown', 'unknown'],
    ['nothing', '', ''],
    ['too many groups', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9'],
    ['too few groups', '1:2:3', '1:2:3'],
    ['two gaps', '1::2::3', '1::2::3'],
    ['a gap for nothing', '1:2:3:4::5:6:7:8', '1:2:3:4::5:6:7:8'],
    ['a group of five digits', '12345::', '12345::'],
  ])('is told for %s', (_, address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('is the same for every spelling of an address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (raw) => {
        const canonical = new URL(`http://[${raw}]/`).hostname.slice(1, -1);
        expect(isIPv6(canonical)).toBe(true);
        expect(networkOf(raw.toUpperCase())).toBe(networkOf(canonical));
      }),
    );
  });
});
