import type { SessionId, UserId } from '#domain/shared/ids.ts';

export type AccessClaims = { readonly user: UserId; readonly session: SessionId; readonly expiresAt: Date };

/** Access tokens: short-lived signed JWTs (RFC 9068, `at+jwt`). */
export interface AccessTokens {
  /** The `iss` of our own tokens. */
  readonly issuer: string;
  issue(
    user: UserId,
    session: SessionId,
  ): Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** What a token says if it is ours, whole and in time; `undefined` for everything else. */
  verify(token: string): Promise<AccessClaims | undefined>;
  /** Learns which keys there are now: new ones count from then on, and what a lost one has signed is void. */
  learnKeys(): Promise<void>;
  /** The public keys, as a JWK set (RFC 7517). */
  publicKeys(): Promise<{ readonly keys: readonly object[] }>;
}
