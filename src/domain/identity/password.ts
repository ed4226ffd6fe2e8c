import type { Brand } from '../shared/brand.ts';
import { isCleanText, lengthOf } from '../shared/text.ts';

/** A new password in the form that is hashed (NFKC, NIST SP 800-63B-4). */
export type Password = Brand<string, 'Password'>;

export const shortestPassword = 15;
export const longestPassword = 1024;

/** Normalises a password for hashing and comparing, whatever keyboard it came from. */
export const normalisePassword = (raw: string): string => raw.normalize('NFKC');

/** Accepts 15 to 1,024 characters of any kind, without rules on which. */
export const parsePassword = (raw: string): Password | undefined => {
  if (!isCleanText(raw)) return undefined;
  const normal = normalisePassword(raw);
  const length = lengthOf(normal);
  return length >= shortestPassword && length <= longestPassword ? (normal as Password) : undefined;
};
