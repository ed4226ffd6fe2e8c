import { seconds } from '#domain/shared/duration.ts';
import type { ChangeHint } from '../ports/change-hint.ts';
import type { Clock } from '../ports/clock.ts';
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
  readonly clock: Clock;
  readonly logger: Logger;
  /** Random numbers from 0 up to 1. */
  readonly random: () => number;
};

/** Longest pause of a relay that fails. */
export const longestPauseMs = seconds(30);
/** How long stopping waits for what cannot be cut short. */
export const graceMs = seconds(5);
/** Shortest and longest pause after a run before a hint leads to the next. */
export const shortestBreathMs = 15;
export const longestBreathMs = 250;

/**
 * Runs a relay until it is stopped: while there is something to do, after hints, and at least every second. A hint to an
 * idle relay is served at once; those that come while it is busy are served together, so that under load a relay runs
 * for a third of the time.
 */
export const startRelay = (
  relay: Relay,
  { changes, timer, clock, logger, random }: RelayRunnerDeps,
): RunningRelay => {
  const stopping = new AbortController();
  const trouble = troubleLog(relay.name, logger);
  let hinted = false;
  let heedsHints = true;
  let cut = new AbortController();

  const wake = (): void => {
    if (hinted) return;
    hinted = true;
    // with a reason, none is made up, with a stack, each time
    if (heedsHints) cut.abort('hinted');
  };
  const unsubscribe = relay.topic === undefined ? () => {} : changes.subscribe(relay.topic, wake);

  /** Ends with the time, a hint or the stop. */
  const rest = async (milliseconds: number): Promise<void> => {
    if (stopping.signal.aborted || (heedsHints && hinted)) return;
    cut = new AbortController();
    await timer.wait(milliseconds, cut.signal);
  };

  /** Hints that come meanwhile are heard, but hurry nothing. */
  const breathe = async (begunAt: Date, endedAt: Date): Promise<void> => {
    const pause = Math.max(breathAfter(millisecondsFrom(begunAt, endedAt)), relay.breathMs ?? 0);
    const left = pause - Math.max(0, millisecondsFrom(endedAt, clock.now()));
    if (left > 0) await timer.wait(left, stopping.signal);
  };

  const loop = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      hinted = false;
      const begunAt = clock.now();
      try {
        const more = await relay.run(stopping.signal);
        failures = 0;
        heedsHints = true;
        if (more !== 'nothing-to-tell-by') trouble.over();
        if (more === true) continue;
        const endedAt = clock.now();
        await rest(pollMs);
        if (hinted) await breathe(begunAt, endedAt);
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

/** Longer work leaves longer pauses. */
const breathAfter = (runMs: number): number =>
  Math.min(Math.max(shortestBreathMs, 2 * runMs), longestBreathMs);

const millisecondsFrom = (from: Date, to: Date): number => to.getTime() - from.getTime();

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
