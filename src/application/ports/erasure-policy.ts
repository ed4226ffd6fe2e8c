import type { ErasedTexts } from '#domain/privacy/erasure.ts';

/** What the operator wants to go with a person. */
export type ErasurePolicy = { readonly texts: ErasedTexts };
