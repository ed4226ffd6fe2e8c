import type { Erasure } from '#domain/privacy/erasure.ts';

/** The list of erasures outside of the database, so that a restored backup cannot bring anybody back. */
export interface ErasureJournal {
  /** What cannot be written now is kept in mind, and written by what is asked of the list next. */
  add(erasures: readonly Erasure[]): Promise<void>;
  /** Writes what could not be written before. */
  catchUp(): Promise<void>;
  all(): Promise<readonly Erasure[]>;
}
