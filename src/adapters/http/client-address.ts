import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Finds out where a request comes from, believing `X-Forwarded-For` only as far as trusted proxies wrote it. */
export const clientAddressBy = (trustedProxies: readonly string[]): ((context: Context) => string) => {
  const trusted = listOf(trustedProxies);
  return (context) => {
    const peer = plain(peerOf(context));
    if (!isTrusted(trusted, peer)) return peer;
    const hops = (context.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()));
    // the last that no trusted proxy vouches for was written by one; what stands before it, by anybody
    const client = hops.findLast((hop) => !isTrusted(trusted, hop)) ?? '';
    return isIP(client) === 0 ? peer : client;
  };
};

/** Inside tests a request comes over no socket. */
const peerOf = (context: Context): string =>
  context.env && 'incoming' in context.env ? (getConnInfo(context).remote.address ?? '0.0.0.0') : '127.0.0.1';

/** An address without the port that some proxies add; IPv4 in its own form, also where a socket shows it as IPv6. */
const plain = (raw: string): string => {
  const address = /^\[(.+)\](?::\d+)?$/.exec(raw)?.[1] ?? /^([\d.]+):\d+$/.exec(raw)?.[1] ?? raw;
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
};

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
