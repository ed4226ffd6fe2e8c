import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBroken, type SecretBox } from '#application/ports/secret-box.ts';
import { derivedKey } from './derived-key.ts';
import type { SecretKey } from './secret-key.ts';

const cipher = 'aes-256-gcm';
const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** Seals by AES-256-GCM under the installation's secret; the purpose is part of what is authenticated. */
export const aesSecretBox = ({ secretKey }: { readonly secretKey: SecretKey }): SecretBox => {
  const key = derivedKey(secretKey, 'secret box');
  return {
    seal: (text, purpose) => {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return `${version}.${Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url')}`;
    },

    open: (sealed, purpose) => {
      const [prefix, content = ''] = sealed.split('.');
      const bytes = Buffer.from(content, 'base64url');
      if (prefix !== version || bytes.length < nonceBytes + tagBytes) throw new SealBroken('not a seal');
      const nonce = bytes.subarray(0, nonceBytes);
      const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
      const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(tag);
      const start = opening.update(bytes.subarray(nonceBytes + tagBytes));
      try {
        return Buffer.concat([start, opening.final()]).toString('utf8');
      } catch (error) {
        throw new SealBroken('the seal does not open', { cause: error });
      }
    },
  };
};
