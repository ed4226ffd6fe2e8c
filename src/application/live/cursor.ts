import type { Audience } from '#domain/access/visibility.ts';

/**
 * How far a topic was followed: a ticket by an audience's own count of its facts (without an audience: the count of
 * whoever asks), everything else by the one order across tickets.
 */
export type Cursor =
  | { readonly kind: 'seq'; readonly audience: Audience | undefined; readonly seq: number }
  | { readonly kind: 'position'; readonly position: number };

/** Most facts that a cursor may be behind; whoever was away longer starts anew. */
export const farthestBehind = 10_000;
