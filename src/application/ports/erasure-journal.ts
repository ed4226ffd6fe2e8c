import type { Erasure } from '#domain/privacy/erasure.ts';

/** The list of erasures outside of the database, so that a restored backup cannot bring anybody back. */
export interface ErasureJournal {
  add(erasures: readonly Erasure[]): Promise<void>;
  all(): Promise<readonly Erasure[]>;
}
