import type { Brand } from '../shared/brand.ts';

/** What one subscriber has of the network: an IPv4 address, or a /64 of IPv6. Limits count per network. */
export type Network = Brand<string, 'Network'>;

/**
 * The network an address belongs to, the same for every spelling. An IPv4 address in the clothes of IPv6 (mapped,
 * translated, 6to4) is that IPv4 address; what is no address at all is a network of its own.
 */
export const networkOf = (address: string): Network => {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const groups = groupsOf(plain);
  return (groups === undefined ? plain : (embeddedIpv4(groups) ?? `${upper64(groups)}::/64`)) as Network;
};

const upper64 = (groups: readonly number[]): string =>
  groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':');

/** The eight groups of an IPv6 address. */
const groupsOf = (address: string): readonly number[] | undefined => {
  const [head = '', tail, ...more] = withoutDots(address).split('::');
  if (more.length > 0 || !address.includes(':')) return undefined;
  const before = fields(head);
  const after = fields(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return groups.every((group) => /^[\da-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
};

const fields = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));

/** The last 32 bits may be written as an IPv4 address. */
const withoutDots = (address: string): string =>
  address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });

/** `::ffff:0:0/96` (mapped), `64:ff9b::/96` (translated) and `2002::/16` (6to4) carry an IPv4 address. */
const embeddedIpv4 = (groups: readonly number[]): string | undefined => {
  const lead = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (lead === '0:0:0:0:0:ffff' || lead === '64:ff9b:0:0:0:0') return dotted(groups[6], groups[7]);
  return groups[0] === 0x2002 ? dotted(groups[1], groups[2]) : undefined;
};

const dotted = (high = 0, low = 0): string =>
  [high >> 8, high & 0xff, low >> 8, low & 0xff].map(String).join('.');
