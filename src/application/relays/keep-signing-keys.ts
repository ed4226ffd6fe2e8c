import { after, minutes, seconds } from '#domain/shared/duration.ts';
import type { TendSigningKeys } from '../identity/signing-keys.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Relay } from './relay.ts';

/** How soon a node learns of keys that others made or threw away. */
export const learnKeysEvery = seconds(3);
/** How often a node looks whether a key is due. */
export const tendKeysEvery = minutes(5);

/** Keeps this node's signing keys those that all nodes share, and sees to it that they are renewed. */
export const keepSigningKeys = ({
  accessTokens,
  tendSigningKeys,
  everyDays,
  clock,
  logger,
}: {
  readonly accessTokens: AccessTokens;
  readonly tendSigningKeys: TendSigningKeys;
  readonly everyDays: number;
  readonly clock: Clock;
  readonly logger: Logger;
}): Relay => {
  let learnDue = clock.now();
  let tendDue = clock.now();
  return {
    name: 'keep-signing-keys',
    async run() {
      const now = clock.now();
      if (now >= tendDue) {
        const did = await tendSigningKeys(everyDays);
        tendDue = after(now, tendKeysEvery);
        if (did.length > 0) {
          learnDue = now;
          logger.info({ did }, 'the signing keys were renewed');
        }
      }
      if (now >= learnDue) {
        await accessTokens.learnKeys();
        learnDue = after(now, learnKeysEvery);
      }
      return false;
    },
  };
};
