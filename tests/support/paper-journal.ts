import type { ErasureJournal } from '#application/ports/erasure-journal.ts';
import type { Erasure } from '#domain/privacy/erasure.ts';

/** A list of erasures that no other desk finds. */
export const paperJournal = (): ErasureJournal & { readonly noted: readonly Erasure[] } => {
  const noted: Erasure[] = [];
  return {
    noted,
    add: async (erasures) => void noted.push(...erasures),
    catchUp: async () => {},
    all: async () => noted,
  };
};
