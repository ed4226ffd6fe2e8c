import { seconds } from '#domain/shared/duration.ts';

/** How long a relay waits for a hint before it looks itself. */
export const pollMs = seconds(1);

/** Carries something on from the log, a bit at a time, on every node at once. */
export type Relay = {
  readonly name: string;
  /** The hints that wake it; without any it looks every second. */
  readonly topic?: 'facts' | 'feed' | 'mails' | 'principals' | undefined;
  /** Shortest pause between two runs that hints lead to, in milliseconds, for what nobody waits for; 15 unless said otherwise. */
  readonly breathMs?: number;
  /**
   * Does some of what there is to do, and tells whether there may be more, or that there was nothing that could have shown
   * whether trouble is over. Ends early when `stopping` is aborted.
   */
  run(stopping: AbortSignal): Promise<boolean | 'nothing-to-tell-by'>;
  /** Gives back what it holds, when it has run for the last time. */
  release?(): Promise<void>;
};
