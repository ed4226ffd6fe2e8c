import type { UserId } from '../shared/ids.ts';

/** Whose texts go with a person: their `own`, or `all` of the tickets they raised, too. */
export const erasedTexts = ['own', 'all'] as const;
export type ErasedTexts = (typeof erasedTexts)[number];

/** That somebody was erased, or is to be: it tells nothing of who they were. */
export type Erasure = { readonly user: UserId; readonly at: Date; readonly texts: ErasedTexts };
