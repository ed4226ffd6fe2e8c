import type { UserId } from '#domain/shared/ids.ts';

/**
 * A wish to own an address, not proven yet. An address may have several: each code proves only the registration it
 * was mailed for, so that nobody's password stands in for another's.
 */
export type Registration = {
  readonly id: string;
  readonly user: UserId;
  /** `undefined` once it has become the password of the account. */
  readonly passwordHash: string | undefined;
  readonly firstName: string;
  readonly lastName: string;
  /** Keyed digest of the six digits, which are only in the mail; `undefined` when no code brings it to life (any more). */
  readonly codeHash: string | undefined;
  readonly codeExpiresAt: Date;
  /** Wrong codes tried so far. */
  readonly attempts: number;
  readonly createdAt: Date;
};

/** A registration that a code can bring to life. */
export type LiveRegistration = Registration & { readonly codeHash: string; readonly passwordHash: string };

export interface RegistrationStore {
  /** Those of one user that a code can bring to life, newest first. */
  of(user: UserId): Promise<readonly LiveRegistration[]>;
  /** The password of the newest one of a user, brought to life or not; none when it became the password of the account. */
  newestPasswordHash(user: UserId): Promise<string | undefined>;
  add(registration: Registration): Promise<void>;
  replace(registration: Registration): Promise<void>;
  /** From now on no code brings those of one user to life. They stay: who made one would learn of the account if it went. */
  voidAllOf(user: UserId): Promise<void>;
  /** Removes those of one user whose code was over at this moment. */
  removeExpiredOf(user: UserId, at: Date): Promise<void>;
}
