/** Hides how long something took, where that would tell who has an account. */
export interface Pace {
  /** Does the work, and answers (or throws) only when a whole number of fixed spans has passed. */
  evenly<Result>(work: () => Promise<Result>): Promise<Result>;
}
