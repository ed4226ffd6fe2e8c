import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Secrets } from '#application/ports/secrets.ts';
import { derivedKey } from './derived-key.ts';
import type { SecretKey } from './secret-key.ts';

/** Random secrets, and their digests by HMAC-SHA-256 under the installation's secret. */
export const keyedSecrets = ({ secretKey }: { readonly secretKey: SecretKey }): Secrets => {
  const digestKey = derivedKey(secretKey, 'digest');
  const derivationKey = derivedKey(secretKey, 'derivation');
  return {
    token: () => randomBytes(32).toString('base64url'),
    code: () => randomInt(0, 1_000_000).toString().padStart(6, '0'),
    recoveryCode: () => `${letters(5)}-${letters(5)}`,
    digest: (secret) => hmac(digestKey, secret),
    // no purpose contains the separator, so no two pairs are one text
    derive: (secret, purpose) => hmac(derivationKey, `${purpose}\n${secret}`),
  };
};

/** Thirty-two of them, five bits each. */
const clearLetters = 'abcdefghijkmnpqrstuvwxyz23456789';
const letters = (count: number): string =>
  Array.from(randomBytes(count), (byte) => clearLetters.charAt(byte % 32)).join('');

const hmac = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');
