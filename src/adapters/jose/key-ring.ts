import type { Clock } from '#application/ports/clock.ts';
import type { SigningKeys } from '#application/ports/signing-keys.ts';
import { type LoadedKey, loadedKey, newSigningKey } from './signing-key.ts';

/** How long keys are taken as read: other nodes make new ones rarely, strangers make up names freely. */
const reloadIntervalMs = 1000;

/** The shared signing keys as this node knows them. */
export type KeyRing = {
  /** The key to sign with; the first node to ask makes it. */
  signing(): Promise<LoadedKey>;
  /** The key of this name, also when another node made it a moment ago. */
  named(kid: string): Promise<LoadedKey | undefined>;
  /** Every key in use, also those other nodes made. */
  all(): Promise<readonly LoadedKey[]>;
};

export const keyRing = ({
  signingKeys,
  clock,
}: {
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
}): KeyRing => {
  let known: readonly LoadedKey[] = [];
  let knownSince = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    const since = clock.now().getTime();
    let stored = await signingKeys.all();
    if (stored.length === 0) {
      await signingKeys.add(await newSigningKey(clock.now()));
      stored = await signingKeys.all();
    }
    known = await Promise.all(stored.map(loadedKey));
    knownSince = since;
  };

  /** One question at a time, whoever asks; when it fails, what was known stays known. */
  const reload = (): Promise<void> => {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  const isRecent = (): boolean => clock.now().getTime() - knownSince < reloadIntervalMs;
  const find = (kid: string): LoadedKey | undefined => known.find((key) => key.kid === kid);

  return {
    async signing() {
      if (known.length === 0) await reload();
      // the oldest, so that nodes that made one each at the same moment agree
      const [oldest] = known;
      if (oldest === undefined) throw new TypeError('a key that was just added is not there');
      return oldest;
    },
    async named(kid) {
      if (find(kid) === undefined && !isRecent()) await reload();
      return find(kid);
    },
    async all() {
      if (!isRecent()) await reload();
      return known;
    },
  };
};
