import type { AccessClaims } from '#application/ports/access-tokens.ts';

/** Tokens whose signature was checked already, by their whole text. */
export type VerifiedTokens = {
  /** What a kept token says, as long as it is in time. */
  find(token: string, at: Date): AccessClaims | undefined;
  keep(token: string, claims: AccessClaims): void;
};

/** Keeps so many tokens; the one kept longest goes first. */
export const verifiedTokens = (capacity = 10_000): VerifiedTokens => {
  const kept = new Map<string, AccessClaims>();
  return {
    find(token, at) {
      const claims = kept.get(token);
      if (claims === undefined || at.getTime() < claims.expiresAt.getTime()) return claims;
      kept.delete(token);
      return undefined;
    },
    keep(token, claims) {
      kept.set(token, claims);
      if (kept.size <= capacity) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
};
