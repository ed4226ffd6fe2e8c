import { seconds } from '#domain/shared/duration.ts';
import type { ChangeHint } from '../ports/change-hint.ts';
import type { Logger } from '../ports/logger.ts';
import type { Timer } from '../ports/timer.ts';
import { pollMs, type Relay } from './relay.ts';

export type RunningRelay = {
  /** Ends the relay: what it does now is finished, unless that takes longer than {@link graceMs}. */
  stop(): Promise<void>;
};

export type RelayRunnerDeps = {
  readonly changes: ChangeHint;
  readonly timer: Timer;
  readonly logger: Logger;
  /** Random numbers from 0 up to 1. */
  readonly random: () => number;
};

/** Longest pause of a relay that fails. */
export const longestPauseMs = seconds(30);
/** How long stopping waits for what cannot be cut short. */
export const graceMs = seconds(5);

/** Runs a relay until it is stopped: while there is something to do, after each hint, and at least every second. */
export const startRelay = (
  relay: Relay,
  { changes, timer, logger, random }: RelayRunnerDeps,
): RunningRelay => {
  const stopping = new AbortController();
  const trouble = troubleLog(relay.name, logger);
  let hinted = false;
  let heedsHints = true;
  let cut = new AbortController();

  const unsubscribe = changes.subscribe(relay.topic, () => {
    hinted = true;
    if (heedsHints) cut.abort();
  });

  /** Ends with the time, a hint or the stop. */
  const rest = async (milliseconds: number): Promise<void> => {
    if (stopping.signal.aborted || (heedsHints && hinted)) return;
    cut = new AbortController();
    await timer.wait(milliseconds, cut.signal);
  };

  const loop = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      hinted = false;
      try {
        const more = await relay.run(stopping.signal);
        failures = 0;
        heedsHints = true;
        trouble.over();
        if (!more) await rest(pollMs);
      } catch (error) {
        failures += 1;
        // hints must not hurry a relay in trouble
        heedsHints = false;
        trouble.caused(error);
        await rest(pauseAfter(failures, random));
      }
    }
  };

  const running = loop();
  return {
    async stop() {
      unsubscribe();
      stopping.abort();
      cut.abort();
      const over = new AbortController();
      await Promise.race([running.finally(() => over.abort()), timer.wait(graceMs, over.signal)]);
      try {
        await relay.release?.();
      } catch (error) {
        logger.warn({ relay: relay.name, err: error }, 'a relay keeps its lease until that runs out');
      }
    },
  };
};

const pauseAfter = (failures: number, random: () => number): number => {
  const longest = Math.min(pollMs * 2 ** (failures - 1), longestPauseMs);
  return longest * (0.5 + random() / 2);
};

/** Logs a failing relay when it begins, when the cause changes and when it is over, but not every time it tries. */
const troubleLog = (relay: string, logger: Logger) => {
  let known: string | undefined;
  return {
    caused(error: unknown) {
      const cause = causeOf(error);
      if (cause !== known) logger.error({ relay, cause, err: error }, 'a relay fails and will try again');
      known = cause;
    },
    over() {
      if (known !== undefined) logger.info({ relay }, 'a relay works again');
      known = undefined;
    },
  };
};

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
