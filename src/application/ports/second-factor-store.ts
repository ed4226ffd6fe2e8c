import type { SecondFactor } from '#domain/identity/second-factor.ts';
import type { UserId } from '#domain/shared/ids.ts';

/** Second factors and recovery codes, inside a transaction that holds their user. Secrets are kept sealed. */
export interface SecondFactorStore {
  of(user: UserId): Promise<SecondFactor | undefined>;
  /** Keeps a secret that is not active yet, in place of an earlier one that is not either. */
  begin(user: UserId, secret: string, at: Date): Promise<void>;
  /** From now on signing in takes a code, later than that of `step`. */
  activate(user: UserId, step: number, at: Date): Promise<void>;
  /** Uses the code of a time step up; whoever comes with it, or an earlier one, after that hears `false`. */
  takeStep(user: UserId, step: number): Promise<boolean>;
  /** Removes the second factor with its recovery codes. */
  remove(user: UserId): Promise<void>;
  /** Keeps the digests of new recovery codes, in place of all earlier ones. */
  setRecoveryCodes(user: UserId, hashes: readonly string[]): Promise<void>;
  /** Uses a recovery code up; of many who come with one, one hears `true`. */
  takeRecoveryCode(user: UserId, hash: string): Promise<boolean>;
  recoveryCodesLeft(user: UserId): Promise<number>;
}
