import { closedLoop, type Run } from './load/closed-loop.ts';
import type { Operation } from './load/operations.ts';
import { calm } from './machine/calm.ts';
import { familyOf } from './machine/usage.ts';
import type { System } from './systems/system.ts';

export type RoundsOptions = {
  readonly operation: Operation;
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly databasePid: number | undefined;
};

/** The runs of each system, by name; the first of each belong together, and so on. */
export type Rounds = Readonly<Record<string, readonly Run[]>>;

/** A run in which others took more of the machine than this is tried again. */
const tolerated = 0.15;
const mostTries = 3;

/** Measures the systems in turn, A B C, then C B A, so that what drifts hits all alike. */
export const interleaved = async (systems: readonly System[], options: RoundsOptions): Promise<Rounds> => {
  const runs: Record<string, Run[]> = {};
  for (let round = 0; round < options.rounds; round += 1) {
    for (const system of round % 2 === 0 ? systems : systems.toReversed()) {
      runs[system.name] ??= [];
      runs[system.name]?.push(await quietest(system, options, round));
    }
  }
  return runs;
};

const quietest = async (
  system: System,
  { operation, connections, seconds, warmUpSeconds, databasePid }: RoundsOptions,
  round: number,
): Promise<Run> => {
  let best: Run | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    await calm();
    const run = await closedLoop(system, {
      ...{ operation, connections, seconds, warmUpSeconds },
      seed: 1_000_003 * (round * mostTries + tries + 1) + system.port,
      database: databasePid === undefined ? [] : familyOf(databasePid),
    });
    if (best === undefined || run.foreign < best.foreign) best = run;
    if (best.foreign <= tolerated) break;
  }
  if (best === undefined) throw new Error('nothing was run');
  return best;
};
