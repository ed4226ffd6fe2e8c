import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Where a request comes from, told from the peer of its connection and its `X-Forwarded-For`. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string) => string;

/** Believes `X-Forwarded-For` only as far as trusted proxies wrote it. */
export const clientAddressBy = (trustedProxies: readonly string[]): ClientAddress => {
  const trusted = listOf(trustedProxies);
  return (connected, forwardedFor) => {
    const peer = plain(connected ?? '0.0.0.0');
    if (forwardedFor === '' || !isTrusted(trusted, peer)) return peer;
    const hops = forwardedFor.split(',').map((hop) => plain(hop.trim()));
    // the last that no trusted proxy vouches for was written by one; what stands before it, by anybody
    const client = hops.findLast((hop) => !isTrusted(trusted, hop)) ?? '';
    return isIP(client) === 0 ? peer : client;
  };
};

/** The same for a request as Hono has it. */
export const addressIn =
  (addressOf: ClientAddress) =>
  (context: Context): string =>
    addressOf(peerOf(context), context.req.header('x-forwarded-for') ?? '');

/** Without a server a request comes over no socket. */
const peerOf = (context: Context): string | undefined =>
  context.env && 'incoming' in context.env ? getConnInfo(context).remote.address : '127.0.0.1';

/** An address without the port that some proxies add; IPv4 in its own form, also where it is shown as IPv6. */
const plain = (raw: string): string => {
  const address = /^\[(.+)\](?::\d+)?$/.exec(raw)?.[1] ?? /^([\d.]+):\d+$/.exec(raw)?.[1] ?? raw;
  if (isIP(address) !== 6 || address.includes('%')) return address;
  const [, high, low] =
    /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? [];
  return high === undefined || low === undefined ? address : dotted(high, low);
};

const dotted = (high: string, low: string): string =>
  [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');

const listOf = (entries: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
};

const isTrusted = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
};
