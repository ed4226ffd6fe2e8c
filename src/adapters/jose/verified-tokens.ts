/** Tokens whose signature was checked already, by their whole text. */
export type VerifiedTokens<Said extends { readonly expiresAt: Date }> = {
  /** What a kept token says, as long as it is in time. */
  find(token: string, at: Date): Said | undefined;
  keep(token: string, said: Said): void;
};

/** Keeps so many tokens; the one kept longest goes first. */
export const verifiedTokens = <Said extends { readonly expiresAt: Date }>(
  capacity = 10_000,
): VerifiedTokens<Said> => {
  const kept = new Map<string, Said>();
  return {
    find(token, at) {
      const said = kept.get(token);
      if (said === undefined || at.getTime() < said.expiresAt.getTime()) return said;
      kept.delete(token);
      return undefined;
    },
    keep(token, said) {
      kept.set(token, said);
      if (kept.size <= capacity) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
};
