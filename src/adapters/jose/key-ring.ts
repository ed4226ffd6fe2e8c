import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#application/ports/clock.ts';
import type { SigningKeys } from '#application/ports/signing-keys.ts';
import { signingKeyAt } from '#domain/identity/key-rotation.ts';
import { type LoadedKey, loadedKey, newSigningKey } from './signing-key.ts';

/** How long keys are taken as read: other nodes make new ones rarely, strangers make up names freely. */
const reloadIntervalMs = 1000;
/** How long the keys that are known wait for those that may be new. */
const patienceMs = 250;

/** The shared signing keys as this node knows them. */
export type KeyRing = {
  /** The key to sign with now; the first node to ask makes it. */
  signing(): Promise<LoadedKey>;
  /** The key of this name, also when another node made it a moment ago. */
  named(kid: string): Promise<LoadedKey | undefined>;
  /** Every key in use, also those other nodes made; those that are known when the database takes its time. */
  all(): Promise<readonly LoadedKey[]>;
  /** Whether a key is among those that are known, without asking anybody. */
  knows(kid: string): boolean;
  /** Asks which keys there are. */
  learn(): Promise<void>;
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
    const now = clock.now();
    let stored = await signingKeys.all();
    if (stored.length === 0) {
      await signingKeys.add(await newSigningKey({ createdAt: now, signsFrom: now, follows: undefined }));
      stored = await signingKeys.all();
    }
    known = await Promise.all(stored.map(loadedKey));
    knownSince = now.getTime();
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

  /** With keys at hand nobody waits long for a database that is slow, or minds one that is away. */
  const refreshed = async (): Promise<readonly LoadedKey[]> => {
    if (known.length === 0) await reload();
    else if (!isRecent()) {
      const asked = reload().catch(() => undefined);
      await Promise.race([asked, pause(patienceMs, undefined, { ref: false })]);
    }
    return known;
  };

  return {
    async signing() {
      const key = signingKeyAt(await refreshed(), clock.now());
      if (key === undefined) throw new TypeError('a key that was just added is not there');
      return key;
    },
    async named(kid) {
      if (find(kid) === undefined && !isRecent()) await reload();
      return find(kid);
    },
    all: refreshed,
    knows: (kid) => find(kid) !== undefined,
    learn: reload,
  };
};
