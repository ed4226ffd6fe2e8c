import { setTimeout as pause } from 'node:timers/promises';
import type { Timer } from '#application/ports/timer.ts';

/** The machine's own timers. */
export const systemTimer: Timer = {
  async wait(milliseconds, cut) {
    if (cut.aborted) return;
    try {
      await pause(milliseconds, undefined, { signal: cut, ref: false });
    } catch (error) {
      if (!cut.aborted) throw error;
    }
  },
};
