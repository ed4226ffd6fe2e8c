import { setTimeout as pause } from 'node:timers/promises';
import { cores, cpuOfMachine } from './usage.ts';

/** Samples of 0.2 s that all runs together may spend on waiting for others to be quiet. */
let patience = 600;

/** Waits while others are busy: relays that catch up, too. */
export const calm = async (): Promise<void> => {
  for (; patience > 0; patience -= 1) {
    const cpu = cpuOfMachine();
    const begun = performance.now();
    await pause(200);
    const share = (cpuOfMachine() - cpu) / (((performance.now() - begun) / 1000) * cores);
    if (share < 0.25) return;
  }
};
