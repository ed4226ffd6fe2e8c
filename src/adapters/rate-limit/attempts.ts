import type { AttemptKind, Attempts, Standing } from '#application/ports/attempts.ts';
import { ownCounters } from './bounded-counter.ts';
import type { Counter, Counters, Rate } from './counter.ts';

const minute = 60;
const quarter = 15 * minute;
const hour = 60 * minute;

/** How often each thing may be tried. */
export const attemptRates: Readonly<Record<AttemptKind, Rate>> = {
  login: { points: 10, seconds: quarter },
  'login-address': { points: 100, seconds: quarter },
  'login-account': { points: 100, seconds: hour },
  'login-known': { points: 10, seconds: quarter },
  code: { points: 5, seconds: hour },
  'code-address': { points: 100, seconds: hour },
  // as many as a code bears: see mostWrongCodes
  'code-account': { points: 30, seconds: hour },
  otp: { points: 10, seconds: quarter },
  mail: { points: 5, seconds: hour },
  'mail-address': { points: 100, seconds: hour },
  'mail-account': { points: 10, seconds: hour },
  invitation: { points: 5, seconds: hour },
  // no longer than a link is good: who gets no mail has one whose link still works
  'reset-mail': { points: 5, seconds: hour / 2 },
  'reset-address': { points: 60, seconds: hour },
  'register-address': { points: 100, seconds: hour },
  refresh: { points: 60, seconds: minute },
  'refresh-address': { points: 600, seconds: minute },
};

/** What everybody counts together on one account would tell each of them what its owner and others do. */
const untold: ReadonlySet<AttemptKind> = new Set(['login-account', 'code-account', 'mail-account']);

const vouchedFor: Rate = { points: 1, seconds: hour };

export type AttemptsDeps = {
  readonly counters: Counters;
  /** Told of each count, for whoever waits for the answer. */
  readonly tell?: (standing: Standing) => void;
};

/** Attempts by counters of any kind, each in its own rate. */
export const countedAttempts = ({ counters, tell = () => {} }: AttemptsDeps): Attempts => {
  const made = new Map<AttemptKind, Counter>();
  const of = (kind: AttemptKind): Counter => {
    const counter = made.get(kind) ?? counters(kind, attemptRates[kind]);
    made.set(kind, counter);
    return counter;
  };
  const vouched = counters('vouched', vouchedFor);
  return {
    async count(kind, subject) {
      const { allowed, remaining, resetSeconds } = await of(kind).consume(subject);
      const { points, seconds } = attemptRates[kind];
      if (!untold.has(kind)) tell({ kind, limit: points, windowSeconds: seconds, remaining, resetSeconds });
      return allowed ? undefined : { retryAfterSeconds: resetSeconds };
    },
    takeBack: (kind, subject) => of(kind).takeBack(subject),
    forget: (kind, subject) => of(kind).forget(subject),
    async vouch(subject) {
      await vouched.consume(subject);
    },
    isVouched: (subject) => vouched.has(subject),
  };
};

/** Attempts counted in the memory of this node. */
export const inMemoryAttempts = (tell?: AttemptsDeps['tell']): Attempts =>
  countedAttempts({ counters: ownCounters, ...(tell && { tell }) });

/** Lets everybody try as often as they like: for measuring, never for the open network. */
export const unlimitedAttempts: Attempts = {
  count: async () => undefined,
  takeBack: async () => {},
  forget: async () => {},
  vouch: async () => {},
  isVouched: async () => true,
};
