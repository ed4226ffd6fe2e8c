import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Place } from '#domain/identity/place.ts';
import type { AttemptKind, Attempts, TooMany } from '../ports/attempts.ts';

/** A secret that may be guessed at, and how guesses at it are counted. */
export type Guessed = 'login' | 'code';

/** Guesses at the secret of one account from one place. */
export type Guesses = {
  /** Counts one; answers `undefined`, or how long to wait. */
  count(): Promise<TooMany | undefined>;
  /** The last one was right: what went before from here is forgiven, and it was no guess. */
  right(): Promise<void>;
};

/**
 * Guessing ends early, and nobody can lock out the owner of an account: too many guesses from one network or from
 * everywhere together stop every place but those that the owner is known to use, each of which has its own allowance.
 */
export const guessesAt = (
  guessed: Guessed,
  {
    attempts,
    account,
    place,
    isKnown,
  }: {
    readonly attempts: Attempts;
    readonly account: EmailAddress;
    readonly place: Place;
    /** Whether the owner is known to use this place; asked only when guesses are too many. */
    readonly isKnown: () => Promise<boolean>;
  },
): Guesses => {
  const { here, anywhere, known, fromNetwork } = kinds[guessed];
  const fromHere = `${account} ${place.network}`;
  const atPlace = placeKey(account, place);
  return {
    async count() {
      // what is refused already must not count for others, or one network could use up what all have together
      const tooMany =
        (await attempts.count(fromNetwork, place.network)) ??
        (await attempts.count(here, fromHere)) ??
        (await attempts.count(anywhere, account));
      if (tooMany === undefined) return undefined;
      return (await isKnown()) ? attempts.count(known, atPlace) : tooMany;
    },
    async right() {
      await attempts.forget(here, fromHere);
      await attempts.forget(known, atPlace);
      await attempts.takeBack(anywhere, account);
      await attempts.takeBack(fromNetwork, place.network);
    },
  };
};

/** A place of an account, as attempts know it. */
export const placeKey = (account: EmailAddress, { network, userAgent }: Place): string =>
  `${account} ${network} ${userAgent}`;

const kinds = {
  login: {
    here: 'login',
    anywhere: 'login-account',
    known: 'login-known',
    fromNetwork: 'login-address',
  },
  code: {
    here: 'code',
    anywhere: 'code-account',
    known: 'code-known',
    fromNetwork: 'code-address',
  },
} as const satisfies Record<Guessed, Record<'here' | 'anywhere' | 'known' | 'fromNetwork', AttemptKind>>;
