import type { AttemptKind, Attempts } from '#application/ports/attempts.ts';
import { boundedCounter, type Rate } from './bounded-counter.ts';

const minute = 60;
const hour = 60 * minute;

/** How often each thing may be tried. */
export const attemptRates: Readonly<Record<AttemptKind, Rate>> = {
  login: { points: 10, seconds: 15 * minute },
  'login-address': { points: 100, seconds: 15 * minute },
  code: { points: 10, seconds: hour },
  mail: { points: 5, seconds: hour },
  refresh: { points: 60, seconds: minute },
};

/** Attempts counted in the memory of this node. */
export const inMemoryAttempts = (): Attempts => {
  const counters = {
    login: boundedCounter(attemptRates.login),
    'login-address': boundedCounter(attemptRates['login-address']),
    code: boundedCounter(attemptRates.code),
    mail: boundedCounter(attemptRates.mail),
    refresh: boundedCounter(attemptRates.refresh),
  } satisfies Record<AttemptKind, unknown>;
  return {
    async count(kind, subject) {
      const { allowed, resetSeconds } = await counters[kind].consume(subject);
      return allowed ? undefined : { retryAfterSeconds: resetSeconds };
    },
    forget: (kind, subject) => counters[kind].forget(subject),
  };
};

/** Lets everybody try as often as they like: for measuring, never for the open network. */
export const unlimitedAttempts: Attempts = {
  count: async () => undefined,
  forget: async () => {},
};
