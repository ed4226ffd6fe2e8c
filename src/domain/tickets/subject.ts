import type { Brand } from '../shared/brand.ts';
import { isCleanLine, lengthOf } from '../shared/text.ts';

export type Subject = Brand<string, 'Subject'>;

/** Longest subject, in characters. */
export const longestSubject = 200;

/** One line of 1 to 200 characters without the spaces around it, or `undefined`. */
export const parseSubject = (raw: string): Subject | undefined => {
  const line = raw.trim();
  return line !== '' && lengthOf(line) <= longestSubject && isCleanLine(line) ? (line as Subject) : undefined;
};
