import { lookup } from 'node:dns';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';

/** Nobody's keys are there: this machine under another name, the link (where clouds keep their secrets), everybody. */
const refusedAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  refusedAddresses.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  refusedAddresses.addSubnet(network, prefix, 'ipv6');
}

/** Whether no keys can be at an IP address. */
export const isRefused = (address: string): boolean =>
  refusedAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** The names that a resolver knows, but for those that lead to where no keys can be: they lead nowhere. */
export const publicLookup =
  (resolve: typeof lookup = lookup): LookupFunction =>
  (name, options, callback) =>
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isRefused(address))) {
        return callback(new Error('the name leads nowhere that is allowed'), []);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
