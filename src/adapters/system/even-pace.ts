import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from '#application/ports/pace.ts';

/** Answers only after whole spans of time, however long the work took. */
export const evenPace = ({ spanMs }: { readonly spanMs: number }): Pace => ({
  async evenly(work) {
    const began = performance.now();
    try {
      return await work();
    } finally {
      const took = performance.now() - began;
      await pause(Math.ceil(took / spanMs) * spanMs - took);
    }
  },
});
