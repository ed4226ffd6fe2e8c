/** What waits to be carried on. */
export type BacklogState = {
  /** Mails to be sent, and since when the oldest is due, in seconds. */
  readonly mailsQueued: number;
  readonly oldestMailSeconds: number;
  /** Mails given up and kept. */
  readonly mailsDead: number;
  /** Facts without a place in the feed yet. */
  readonly factsUnplaced: number;
  /** Facts in the feed that no letters were written for yet. */
  readonly factsUntold: number;
  /** Due times that have come and were not met yet, and since when the oldest is due, in seconds. */
  readonly dueTimes: number;
  readonly oldestDueTimeSeconds: number;
};

export interface Backlog {
  read(now: Date): Promise<BacklogState>;
}
