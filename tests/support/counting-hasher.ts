import type { PasswordHasher } from '#application/ports/password-hasher.ts';

/** Hashes that cost nothing and can be counted; `weak` ones are outdated. */
export type CountingHasher = PasswordHasher & {
  /** What was asked for since the last time somebody looked: `hash`, or `verify`. */
  takeCalls(): readonly string[];
};

export const countingHasher = (): CountingHasher => {
  let calls: string[] = [];
  return {
    async hash(password) {
      calls.push('hash');
      return `strong:${password}`;
    },
    async verify(hash, password) {
      calls.push('verify');
      return hash === `strong:${password}` || hash === `weak:${password}`;
    },
    isOutdated: (hash) => hash.startsWith('weak:'),
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
};
