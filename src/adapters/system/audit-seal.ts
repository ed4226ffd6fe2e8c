import { createHmac } from 'node:crypto';
import type { AuditSeal } from '#application/ports/audit-seal.ts';
import { derivedKey } from './derived-key.ts';
import type { SecretKey } from './secret-key.ts';

/** Seals by HMAC-SHA-256 under a key of the audit's own. */
export const keyedAuditSeal = ({ secretKey }: { readonly secretKey: SecretKey }): AuditSeal => {
  const key = derivedKey(secretKey, 'audit');
  return { of: (text) => createHmac('sha256', key).update(text).digest('base64url') };
};
