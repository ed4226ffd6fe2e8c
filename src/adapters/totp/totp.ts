import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { encodeQR } from 'qr';
import type { OneTimeCodes } from '#application/ports/one-time-codes.ts';
import { fromBase32, toBase32 } from './base32.ts';

const stepMs = 30_000;
const digits = 6;
const secretBytes = 20;
/** The step itself, and one to either side: a phone's clock may be off, and typing takes time. */
const drift = [0, -1, 1] as const;

/** Codes after RFC 6238 with SHA-1, six digits and thirty seconds: what every authenticator app knows. */
export const totp = ({ issuer }: { readonly issuer: string }): OneTimeCodes => ({
  secret: () => toBase32(randomBytes(secretBytes)),

  stepOf(code, { secret, at }) {
    const key = fromBase32(secret);
    const now = stepAt(at);
    const matching = drift.filter((off) => isSame(code, codeOf(key, now + off)));
    return matching.length === 0 ? undefined : now + Math.max(...matching);
  },

  enrolment(secret, account) {
    const uri = otpauthUri(issuer, account, secret);
    return { uri, picture: encodeQR(uri, 'svg', { ecc: 'medium' }) };
  },
});

/** The number of the time step that a moment is in. */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / stepMs);

/** The code of one time step: an HOTP value (RFC 4226, 5.3). */
export const codeOf = (key: Buffer, step: number, length = digits): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const value = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** length;
  return String(value).padStart(length, '0');
};

const isSame = (given: string, right: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const otpauthUri = (issuer: string, account: string, secret: string): string => {
  // a colon parts the two names
  const label = [issuer.replaceAll(':', ' '), account].map(encodeURIComponent).join(':');
  const settings = Object.entries({
    secret,
    issuer: issuer.replaceAll(':', ' '),
    digits,
    period: stepMs / 1000,
  });
  const query = settings.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `otpauth://totp/${label}?${query}&algorithm=SHA1`;
};
