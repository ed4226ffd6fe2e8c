import { setTimeout as pause } from 'node:timers/promises';
import { onTrial } from '../trial/trial.ts';
import type { Scenario } from './scenario.ts';

const minute = 60_000;

/** Where the clocks of the two nodes stand, one pair after the other, in minutes. */
const turns = [
  [60, 60],
  [60, 0],
  [60, -60],
  [0, -60],
  [-60, -60],
  [-5, 5],
  [0, 90],
] as const;

/** Clocks jump forwards and backwards, and differ by up to two hours; the one that is ahead is killed. */
export const clockMoved: Scenario = {
  name: 'clocks are moved',
  run: async ({ database, isQuick, progress }) => {
    const seconds = isQuick ? 1.5 : 5;
    const databaseUrl = await database();
    const options = { databaseUrl, nodes: 2, movesClocks: true, mayBreak: true, maySignOut: true };
    return onTrial(options, async (trial) => {
      const [ahead] = trial.nodes;
      const [clock] = trial.clocks;
      const moveAll = (turn: readonly number[]): void => {
        for (const [which, one] of trial.clocks.entries()) one.set((turn[which] ?? 0) * minute);
      };
      await pause(1500);
      const from = Date.now();
      for (const [index, turn] of turns.entries()) {
        progress(index, turns.length);
        moveAll(turn);
        await pause(seconds * 1000);
      }
      // whatever lease it has ends in an hour, by its clock
      moveAll([60, 0]);
      await pause(2000);
      await ahead?.kill();
      await trial.recovers();
      clock?.set(0);
      trial.excuse({ from, to: Date.now() });
      await ahead?.start();
      await trial.recovers();
      return `${turns.length} jumps, up to two hours apart, and the node that was ahead killed`;
    });
  },
};
