import type { UserId } from '#domain/shared/ids.ts';

/**
 * A wish to own an address, not proven yet. An address may have several: each code proves only the registration it
 * was mailed for, so that nobody's password stands in for another's.
 */
export type Registration = {
  readonly id: string;
  readonly user: UserId;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Keyed digest of the six digits; the digits themselves are only in the mail. */
  readonly codeHash: string;
  readonly codeExpiresAt: Date;
  /** Wrong codes tried so far. */
  readonly attempts: number;
  readonly createdAt: Date;
};

export interface RegistrationStore {
  /** Those of one user, newest first. */
  of(user: UserId): Promise<readonly Registration[]>;
  add(registration: Registration): Promise<void>;
  replace(registration: Registration): Promise<void>;
  removeAllOf(user: UserId): Promise<void>;
  /** Removes those of one user whose code was over at this moment. */
  removeExpiredOf(user: UserId, at: Date): Promise<void>;
}
