/** Random secrets and their digests. */
export interface Secrets {
  /** 256 random bits in base64url. */
  token(): string;
  /** Six random decimal digits. */
  code(): string;
  /** Fifty random bits in letters and digits that nobody mistakes for each other, in two groups. */
  recoveryCode(): string;
  /** The digest under which a secret is stored and found: keyed, so that a stolen database does not give short ones away. */
  digest(secret: string): string;
  /** A secret that only this installation can derive from another, always the same. */
  derive(secret: string, purpose: string): string;
}
