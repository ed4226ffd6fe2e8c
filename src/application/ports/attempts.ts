/** A "not now" with the seconds to wait. */
export type TooMany = { readonly retryAfterSeconds: number };

/**
 * `login` is per account, `login-address` per network address, `code` and `mail` per mail address, `refresh` per
 * session.
 */
export type AttemptKind = 'login' | 'login-address' | 'code' | 'mail' | 'refresh';

/** Counts attempts per subject (an account, an address), so that guessing and flooding end early. */
export interface Attempts {
  /** Counts one attempt; answers `undefined`, or how long to wait when there were too many. */
  count(kind: AttemptKind, subject: string): Promise<TooMany | undefined>;
  /** Forgets a subject's attempts, after a success. */
  forget(kind: AttemptKind, subject: string): Promise<void>;
}
