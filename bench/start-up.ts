import { setTimeout as pause } from 'node:timers/promises';
import { calm } from './machine/calm.ts';
import { memoryOf } from './machine/usage.ts';
import { median } from './report/figures.ts';
import { type HexdeskOptions, startHexdeskServer } from './systems/hexdesk.ts';

/** How long Hexdesk takes to serve, and what it holds while nobody asks for anything. */
export type StartUp = {
  readonly medianMs: number;
  readonly allMs: readonly number[];
  readonly idleMiB: number;
};

/** Long enough for what a start leaves behind to be swept away. */
const idleMs = 3000;

/** Starts Hexdesk several times on a database that is there. */
export const measureStartUp = async (options: HexdeskOptions, times: number): Promise<StartUp> => {
  const allMs: number[] = [];
  const idleMiB: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await calm();
    const server = await startHexdeskServer(options);
    allMs.push(server.startedInMs);
    await pause(idleMs);
    idleMiB.push(memoryOf(server.pid));
    await server.stop();
  }
  return { medianMs: median(allMs), allMs, idleMiB: median(idleMiB) };
};
