import { type RelayRunnerDeps, type RunningRelay, startRelay } from '../relays/relay-runner.ts';
import type { LiveHub } from './live-hub.ts';

/** Longest pause of the hub, also after a failure: people wait for it. */
export const longestPauseMs = 500;

/** Runs the hub of a node until it is stopped: after each hint, and at least every half second. */
export const runLiveHub = (hub: LiveHub, deps: RelayRunnerDeps): RunningRelay =>
  startRelay(hub, {
    ...deps,
    timer: { wait: (milliseconds, cut) => deps.timer.wait(Math.min(milliseconds, longestPauseMs), cut) },
  });
