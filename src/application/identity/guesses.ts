import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Place } from '#domain/identity/place.ts';
import type { Attempts, TooMany } from '../ports/attempts.ts';

/** Guesses at the password of one account from one place. */
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
export const guessesAt = ({
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
}): Guesses => {
  const fromHere = `${account} ${place.network}`;
  const atPlace = placeKey(account, place);
  return {
    async count() {
      // what is refused already must not count for others, or one network could use up what all have together
      const tooMany =
        (await attempts.count('login-address', place.network)) ??
        (await attempts.count('login', fromHere)) ??
        (await attempts.count('login-account', account));
      if (tooMany === undefined) return undefined;
      return (await isKnown()) ? attempts.count('login-known', atPlace) : tooMany;
    },
    async right() {
      await attempts.forget('login', fromHere);
      await attempts.forget('login-known', atPlace);
      await attempts.takeBack('login-account', account);
      await attempts.takeBack('login-address', place.network);
    },
  };
};

/** A place of an account, as attempts know it. */
export const placeKey = (account: EmailAddress, { network, userAgent }: Place): string =>
  `${account} ${network} ${userAgent}`;
