import { hkdfSync } from 'node:crypto';
import type { SecretKey } from './secret-key.ts';

/** A 256-bit key of its own for one use, derived from the installation's secret (RFC 5869). */
export const derivedKey = (secret: SecretKey, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `hexdesk ${use}`, 32));
