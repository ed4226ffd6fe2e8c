import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import type { JSONWebKeySet } from 'jose';
import { isKeyAddress, isOnThisMachine } from '#domain/identity/trusted-issuer.ts';

/** The keys of an issuer could not be had. */
export class KeysUnavailable extends Error {
  readonly code = 'keys-unavailable';
}

export type FetchLimits = { readonly timeoutMs: number; readonly mostBytes: number };
const usualLimits: FetchLimits = { timeoutMs: 3000, mostBytes: 256 * 1024 };

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

const isRefused = (address: string): boolean =>
  refusedAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/**
 * Reads a JWK set: over TLS or from this machine, without following redirects, and never more than a bounded time and
 * size. @throws {KeysUnavailable}
 */
export const fetchKeySet = (address: string, limits: FetchLimits = usualLimits): Promise<JSONWebKeySet> =>
  new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown): void => reject(new KeysUnavailable(why, { cause }));
    const url = URL.parse(address);
    if (url === null || !isKeyAddress(address)) return fail('the address is not allowed');
    const isHere = isOnThisMachine(url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!isHere && isIP(host) !== 0 && isRefused(host)) return fail('the address is not allowed');
    const asked = (url.protocol === 'http:' ? plainRequest : request)(
      url,
      {
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(limits.timeoutMs),
        agent: false,
        ...(isHere ? {} : { lookup: publicLookup }),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('error', (error) => fail('the answer broke off', error));
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > limits.mostBytes) asked.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        answer.on('end', () => {
          if (answer.statusCode !== 200) return fail(`the answer was ${answer.statusCode}`);
          const keys = keySetIn(Buffer.concat(chunks).toString());
          return keys === undefined ? fail('the answer is no key set') : resolve(keys);
        });
      },
    );
    asked.on('error', (error) => fail('there was no answer', error));
    asked.end();
  });

/** A name that leads to where no keys can be leads nowhere. */
const publicLookup: LookupFunction = (name, options, callback) =>
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) return callback(error, []);
    if (addresses.some(({ address }) => isRefused(address))) {
      return callback(new Error('the name leads to an address that is not allowed'), []);
    }
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });

const keySetIn = (text: string): JSONWebKeySet | undefined => {
  try {
    const parsed = JSON.parse(text) as { readonly keys?: unknown } | null;
    return Array.isArray(parsed?.keys) ? { keys: parsed.keys } : undefined;
  } catch {
    return undefined;
  }
};
