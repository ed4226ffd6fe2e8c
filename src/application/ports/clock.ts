export interface Clock {
  /** The current moment, to the millisecond. */
  now(): Date;
}
