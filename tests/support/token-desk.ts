import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { joseAccessTokens } from '#adapters/jose/jose-access-tokens.ts';
import { uuidV7Source } from '#adapters/system/uuid-v7.ts';
import type { AccessTokens } from '#application/ports/access-tokens.ts';
import type { SigningKey, SigningKeys } from '#application/ports/signing-keys.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { openTestDatabase } from './database.ts';
import { engines } from './engines.ts';
import { sessionId } from './identity-people.ts';
import { identityStoresOn } from './identity-stores.ts';
import { carla } from './people.ts';

export const issuer = 'https://desk.example.org';

type NodeOptions = {
  readonly issuer?: string;
  readonly clock?: AdjustableClock;
  readonly signingKeys?: SigningKeys;
};

/** One database in memory for a file of tests; every test begins with an empty one and a clock at noon. */
export const openTokenDesk = async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new TypeError('there is no engine to test on');
  const database = await openTestDatabase(sqlite);
  return {
    async fresh() {
      await database.empty();
      const clock = adjustableClock();
      const { signingKeys } = identityStoresOn(database, clock);
      /** Access tokens as a node of their own issues and verifies them. */
      const node = (its: NodeOptions = {}): AccessTokens =>
        joseAccessTokens({ signingKeys, clock, ids: uuidV7Source({ clock }), issuer, ...its });
      return { clock, signingKeys, node, tokens: node() };
    },
    close: () => database.close(),
  };
};

export type TokenDesk = Awaited<ReturnType<Awaited<ReturnType<typeof openTokenDesk>>['fresh']>>;

/** A genuine token of carla's. */
export const issuedBy = async (desk: TokenDesk): Promise<string> =>
  (await desk.tokens.issue(carla.id, sessionId(1))).token;

/** The key that signed it. */
export const ourKey = async (desk: TokenDesk): Promise<SigningKey> => {
  const [key] = await desk.signingKeys.all();
  if (key === undefined) throw new TypeError('there is no key');
  return key;
};

/** A token signed with our own key whose header and claims are ours but for these. */
export const signedByUs = async (
  desk: TokenDesk,
  { header = {}, claims = {} }: { readonly header?: object; readonly claims?: Record<string, unknown> } = {},
): Promise<string> => {
  const genuine = await issuedBy(desk);
  return new SignJWT(defined({ ...decodeJwt(genuine), ...claims }))
    .setProtectedHeader({ ...defined({ ...decodeProtectedHeader(genuine), ...header }), alg: 'EdDSA' })
    .sign(await importJWK((await ourKey(desk)).privateJwk, 'EdDSA'));
};

const defined = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
