import { seconds } from '../shared/duration.ts';

/** What the rule needs to know of one generation of a refresh token. */
export type Generation = { readonly usedAt: Date | undefined };

/** How long an honest client that lost the answer may ask again. */
export const retryWindow = seconds(10);

/**
 * What using a refresh token means: its first use rotates it; a second one soon after, while nobody has used the
 * successor, is an honest repeat; any other is a thief or their victim, and nobody can tell which (RFC 9700).
 */
export const judgeUse = (
  token: Generation,
  { successor, at }: { readonly successor: Generation | undefined; readonly at: Date },
): 'first-use' | 'repeat' | 'reuse' => {
  if (token.usedAt === undefined) return 'first-use';
  const isSoon = at.getTime() - token.usedAt.getTime() <= retryWindow;
  return isSoon && successor !== undefined && successor.usedAt === undefined ? 'repeat' : 'reuse';
};
