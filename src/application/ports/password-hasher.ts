/** Slow hashing of passwords (Argon2id). Bounded: more than a few at once wait, too many are refused. */
export interface PasswordHasher {
  /** A PHC string. @throws {HasherBusy} */
  hash(password: string): Promise<string>;
  /** Whether the password is that of the hash; without a hash it works as long and says no. @throws {HasherBusy} */
  verify(hash: string | undefined, password: string): Promise<boolean>;
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
}

/** Too many passwords are being checked right now. */
export class HasherBusy extends Error {
  readonly code = 'hasher-busy';
}
