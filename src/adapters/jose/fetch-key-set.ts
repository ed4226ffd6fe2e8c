import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { JSONWebKeySet } from 'jose';
import { isKeyAddress, isOnThisMachine } from '#domain/identity/trusted-issuer.ts';
import { isRefused, publicLookup } from './public-lookup.ts';

/** The keys of an issuer could not be had. */
export class KeysUnavailable extends Error {
  readonly code = 'keys-unavailable';
}

export type FetchLimits = { readonly timeoutMs: number; readonly mostBytes: number };
const usualLimits: FetchLimits = { timeoutMs: 3000, mostBytes: 256 * 1024 };

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
        ...(isHere ? {} : { lookup: publicLookup() }),
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

const keySetIn = (text: string): JSONWebKeySet | undefined => {
  try {
    const parsed = JSON.parse(text) as { readonly keys?: unknown } | null;
    return Array.isArray(parsed?.keys) ? { keys: parsed.keys } : undefined;
  } catch {
    return undefined;
  }
};
