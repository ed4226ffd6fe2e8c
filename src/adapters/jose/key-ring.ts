import type { Clock } from '#application/ports/clock.ts';
import type { SigningKeys } from '#application/ports/signing-keys.ts';
import { type LoadedKey, loadedKey, newSigningKey } from './signing-key.ts';

/** How long an unknown `kid` is not asked for again: other nodes make keys rarely, strangers make them up freely. */
const reloadIntervalMs = 1000;

/** The shared signing keys as this node knows them. */
export type KeyRing = {
  /** The key to sign with; the first node to ask makes it. */
  signing(): Promise<LoadedKey>;
  /** The key of this name, also when another node made it just now. */
  named(kid: string): Promise<LoadedKey | undefined>;
  all(): Promise<readonly LoadedKey[]>;
};

export const keyRing = ({
  signingKeys,
  clock,
}: {
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}): KeyRing => {
  let loading: Promise<readonly LoadedKey[]> | undefined;
  let loadedAt = 0;

  const load = async (): Promise<readonly LoadedKey[]> => {
    let stored = await signingKeys.all();
    if (stored.length === 0) {
      await signingKeys.add(await newSigningKey(clock.now()));
      stored = await signingKeys.all();
    }
    return Promise.all(stored.map(loadedKey));
  };

  const reload = (): Promise<readonly LoadedKey[]> => {
    loadedAt = clock.now().getTime();
    const attempt = load();
    loading = attempt;
    attempt.catch(() => {
      // whoever asks next tries again
      if (loading === attempt) loading = undefined;
    });
    return attempt;
  };

  const all = (): Promise<readonly LoadedKey[]> => loading ?? reload();

  return {
    all,
    async signing() {
      // the oldest, so that nodes that made one each at the same moment agree
      const [oldest] = await all();
      if (oldest === undefined) throw new TypeError('a key that was just added is not there');
      return oldest;
    },
    async named(kid) {
      const known = (await all()).find((key) => key.kid === kid);
      if (known !== undefined || clock.now().getTime() - loadedAt < reloadIntervalMs) return known;
      return (await reload()).find((key) => key.kid === kid);
    },
  };
};
