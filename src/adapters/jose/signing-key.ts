import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { SigningKey, SigningKeySource } from '#application/ports/signing-keys.ts';

/** The one algorithm that tokens are signed and accepted with. */
export const algorithm = 'EdDSA';

/** A key in the forms that sign and verify. */
export type LoadedKey = {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly verifying: CryptoKey;
  readonly signing: CryptoKey;
  readonly createdAt: Date;
  readonly signsFrom: Date;
};

/** Makes a new Ed25519 key; its `kid` is its thumbprint (RFC 7638). */
export const newSigningKey: SigningKeySource['make'] = async (times) => {
  const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  const publicHalf = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicHalf);
  return {
    kid,
    publicJwk: { ...publicHalf, kid, alg: algorithm, use: 'sig' },
    privateJwk: { ...(await exportJWK(pair.privateKey)), kid, alg: algorithm },
    ...times,
  };
};

/** Makes Ed25519 keys. */
export const joseSigningKeySource: SigningKeySource = { make: newSigningKey };

/** Loads a stored key. @throws when it is none. */
export const loadedKey = async ({
  kid,
  publicJwk,
  privateJwk,
  createdAt,
  signsFrom,
}: SigningKey): Promise<LoadedKey> => ({
  kid,
  publicJwk: publicOnly(publicJwk),
  verifying: asymmetric(await importJWK(publicOnly(publicJwk), algorithm)),
  signing: asymmetric(await importJWK(privateJwk, algorithm)),
  createdAt,
  signsFrom,
});

/** What of a key may be published, field by field. */
const publicOnly = ({ kty, crv, x, kid, alg, use }: JWK): JWK => ({ kty, crv, x, kid, alg, use }) as JWK;

const asymmetric = (key: CryptoKey | Uint8Array): CryptoKey => {
  if (key instanceof Uint8Array) throw new TypeError('a signing key must be asymmetric');
  return key;
};
