import type { Clock } from '#application/ports/clock.ts';
import { after } from '#domain/shared/duration.ts';
import { noon } from './tickets.ts';

/** A clock that stands still until it is moved. */
export type AdjustableClock = Clock & { advance(milliseconds: number): void };

export const adjustableClock = (start: Date = noon): AdjustableClock => {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now = after(now, milliseconds);
    },
  };
};
