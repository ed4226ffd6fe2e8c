import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '#application/ports/clock.ts';
import type { Logger } from '#application/ports/logger.ts';
import { minutes, seconds } from '#domain/shared/duration.ts';

/** How long keys are taken as they are. */
const freshFor = minutes(10);
/** How long they count beyond that while their issuer cannot be reached. */
const goodFor = minutes(60);
/** Nobody is asked more often than this, whatever key a token names and whether there was an answer or not. */
export const coolDown = seconds(30);

/** The keys of issuers, by where they are. */
export type RemoteKeySets = { keyAt(address: string): JWTVerifyGetKey };

type Known = {
  keys: JWTVerifyGetKey | undefined;
  /** When the last good answer was asked for, and when anything was. */
  knownSince: number;
  askedAt: number;
  asking: Promise<void> | undefined;
};

/** Keeps the keys of issuers, and asks them again seldom: when keys are old, or a token names one that is not among them. */
export const remoteKeySets = ({
  fetchKeys,
  clock,
  logger,
}: {
  readonly fetchKeys: (address: string) => Promise<JSONWebKeySet>;
  readonly clock: Clock;
  readonly logger: Logger;
}): RemoteKeySets => {
  const known = new Map<string, Known>();
  const now = (): number => clock.now().getTime();

  const ask = async (address: string, entry: Known): Promise<void> => {
    const at = now();
    entry.askedAt = at;
    try {
      entry.keys = createLocalJWKSet(await fetchKeys(address));
      entry.knownSince = at;
    } catch (error) {
      logger.warn({ err: error, address }, 'the keys of a trusted issuer cannot be read');
    }
  };
  /** One question at a time, and none during the cool-down. */
  const asked = (address: string, entry: Known): Promise<void> | undefined => {
    if (entry.asking === undefined && now() - entry.askedAt < coolDown) return undefined;
    entry.asking ??= ask(address, entry).finally(() => {
      entry.asking = undefined;
    });
    return entry.asking;
  };

  return {
    keyAt(address) {
      const entry = known.get(address) ?? neverAsked();
      known.set(address, entry);
      return async (header, token) => {
        const age = now() - entry.knownSince;
        if (entry.keys === undefined || age >= freshFor) await asked(address, entry);
        if (entry.keys === undefined || now() - entry.knownSince >= freshFor + goodFor) {
          throw new errors.JWKSNoMatchingKey();
        }
        try {
          return await entry.keys(header, token);
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
          await asked(address, entry);
          return entry.keys(header, token);
        }
      };
    },
  };
};

const neverAsked = (): Known => ({
  keys: undefined,
  knownSince: Number.NEGATIVE_INFINITY,
  askedAt: Number.NEGATIVE_INFINITY,
  asking: undefined,
});
