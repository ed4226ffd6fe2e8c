/** Throws away what nobody needs any more. */
export interface Sweeper {
  /** Removes what was over at `at` (spent tokens, ended sessions, finished mails) and tells how many rows. */
  sweep(at: Date): Promise<number>;
}
