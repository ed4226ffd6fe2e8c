import { isIP } from 'node:net';
import { networkOf } from '#domain/identity/network.ts';
import { ownCounters } from './bounded-counter.ts';
import type { Count, Rate } from './counter.ts';

export type Allowance = Count & { readonly limit: number };

export type RequestLimiter = {
  /** Counts one request of a caller, who is a user or an address; addresses of one network are one caller. */
  consume(caller: string): Promise<Allowance>;
};

/** Limits how many requests a caller may make. */
export const requestLimiter = (rate: Rate, counters = ownCounters): RequestLimiter => {
  const counter = counters('requests', rate);
  return {
    consume: async (caller) => ({ ...(await counter.consume(subjectOf(caller))), limit: rate.points }),
  };
};

const subjectOf = (caller: string): string => (isIP(caller) === 0 ? caller : networkOf(caller));
