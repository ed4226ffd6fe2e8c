import type { IncomingMessage } from 'node:http';
import type { Authenticate, Authenticated } from '#application/identity/authenticate.ts';
import type { RedeemLiveTicket } from '#application/identity/live-tickets.ts';
import { networkOf } from '#domain/identity/network.ts';
import type { Problem } from '../wire/problem.ts';
import { headCount } from './head-count.ts';
import type { LiveLimits } from './live-limits.ts';

export type AdmissionDeps = {
  readonly authenticate: Authenticate;
  readonly redeemLiveTicket: RedeemLiveTicket;
  /** Those of `CORS_ORIGINS` and that of `PUBLIC_URL`. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Where a request comes from, behind the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Counts an attempt of a person or an address, as for HTTP requests; `undefined` when limits are off. */
  readonly allowance:
    | ((caller: string) => Promise<{ readonly allowed: boolean; readonly resetSeconds: number }>)
    | undefined;
  readonly limits: LiveLimits;
};

export type Admission =
  | { readonly who: Authenticated; readonly leave: () => void }
  | { readonly problem: Problem };

const livePath = '/v1/live';

/** Lets clients in, or says why not. Whoever was let in leaves once their connection is gone. */
export const admission = (deps: AdmissionDeps): ((request: IncomingMessage) => Promise<Admission>) => {
  const { allowedOrigins, addressOf, allowance, limits } = deps;
  const byAddress = headCount(limits.connectionsPerAddress);
  const byUser = headCount(limits.connectionsPerUser);

  const admit = async (url: URL, request: IncomingMessage, address: string): Promise<Admission> => {
    const who = await identified(deps, url, request);
    const verdict = await allowance?.(who?.user.id ?? address);
    if (verdict?.allowed === false)
      return refused({ code: 'too-many-requests', retryAfterSeconds: verdict.resetSeconds });
    if (who === undefined) return refused({ code: 'unauthenticated' });
    if (who.mustEnrol) return refused({ code: 'second-factor-required' });
    const unknown = [...new Set(url.searchParams.keys())].filter((name) => name !== 'ticket');
    if (unknown.length > 0) return refused(unknownParameters(unknown));
    const leave = byUser.enter(who.user.id);
    return leave ? { who, leave } : refused(tooMany(limits.connectionsPerUser));
  };

  return async (request) => {
    const url = URL.parse(request.url ?? '', 'http://this');
    if (url?.pathname !== livePath) return refused({ code: 'not-found' });
    const { origin } = request.headers;
    if (origin !== undefined && !allowedOrigins.has(origin))
      return refused({ code: 'not-permitted', detail: 'Pages of this origin may not connect.' });
    if (request.headers['on-behalf-of'] !== undefined)
      return refused({ code: 'not-permitted', detail: 'Nobody follows tickets for somebody else.' });
    const address = addressOf(request);
    const leaveAddress = byAddress.enter(networkOf(address));
    if (leaveAddress === undefined) return refused(tooMany(limits.connectionsPerAddress));
    try {
      const admitted = await admit(url, request, address);
      if ('problem' in admitted) leaveAddress();
      return 'problem' in admitted ? admitted : { ...admitted, leave: both(admitted.leave, leaveAddress) };
    } catch (error) {
      leaveAddress();
      throw error;
    }
  };
};

/** A ticket in the address counts before a header; one that does not count is not made up for by the other. */
const identified = (
  { authenticate, redeemLiveTicket }: AdmissionDeps,
  { searchParams }: URL,
  { headers }: IncomingMessage,
): Promise<Authenticated | undefined> => {
  const [ticket, ...more] = searchParams.getAll('ticket');
  if (ticket !== undefined)
    return more.length === 0 && ticket.length <= longestTicket
      ? redeemLiveTicket(ticket)
      : Promise.resolve(undefined);
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? '')?.[1];
  return token === undefined ? Promise.resolve(undefined) : authenticate(token);
};

const longestTicket = 200;

const refused = (problem: Problem): Admission => ({ problem });

const tooMany = (limit: number): Problem => ({
  code: 'too-many-requests',
  detail: `At most ${limit} connections at once.`,
  retryAfterSeconds: 10,
});

const unknownParameters = (names: readonly string[]): Problem => ({
  code: 'validation-failed',
  facts: { errors: names.map((path) => ({ path, code: 'unknown-field', message: 'is not known here' })) },
});

const both = (one: () => void, other: () => void) => (): void => {
  one();
  other();
};
