import { fromBase32 } from '#adapters/totp/base32.ts';
import { codeOf, stepAt } from '#adapters/totp/totp.ts';
import { after, seconds } from '#domain/shared/duration.ts';

/** What an authenticator app shows at a moment, or some steps of thirty seconds from it. */
export const codeAt = (secret: string, at: Date, steps = 0): string =>
  codeOf(fromBase32(secret), stepAt(after(at, seconds(30 * steps))));
