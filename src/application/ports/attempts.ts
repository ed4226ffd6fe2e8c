/** A "not now" with the seconds to wait. */
export type TooMany = { readonly retryAfterSeconds: number };

/**
 * What is counted, and for whom. `…-address` is per network. `login` are guesses at one account from one network,
 * `login-account` from everywhere together, `login-known` from a place that the owner is known to use. `code` are guesses
 * at the mailed codes of an address and `mail` its mails with codes, from one network; `code-account` and `mail-account`
 * from everywhere together. `otp` are guesses per account, `reset-mail` and `invitation` mails to one address, `refresh`
 * is per session.
 */
export type AttemptKind =
  | 'login'
  | 'login-address'
  | 'login-account'
  | 'login-known'
  | 'code'
  | 'code-address'
  | 'code-account'
  | 'otp'
  | 'mail'
  | 'mail-address'
  | 'mail-account'
  | 'invitation'
  | 'reset-mail'
  | 'reset-address'
  | 'register-address'
  | 'refresh'
  | 'refresh-address';

/** How attempts of one kind stand after one more. */
export type Standing = {
  readonly kind: AttemptKind;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
};

/** Counts attempts per subject (an account, a network, both), so that guessing and flooding end early. */
export interface Attempts {
  /** Counts one attempt; answers `undefined`, or how long to wait when there were too many. */
  count(kind: AttemptKind, subject: string): Promise<TooMany | undefined>;
  /** Takes one attempt back that turned out to be none, as the others stay counted. */
  takeBack(kind: AttemptKind, subject: string): Promise<void>;
  /** Forgets all of a subject's attempts, after a success. */
  forget(kind: AttemptKind, subject: string): Promise<void>;
  /** Remembers for an hour that somebody proved to be where they are. */
  vouch(subject: string): Promise<void>;
  isVouched(subject: string): Promise<boolean>;
}
