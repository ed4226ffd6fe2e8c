import type { LiveLimits } from './live-limits.ts';

export type FrameVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'too-many'; readonly retryAfterSeconds: number }
  /** Whoever goes on after so many refusals does not listen. */
  | { readonly kind: 'abuse' };

/** Counts a connection's frames in fixed windows. */
export const frameAllowance = ({
  framesPerWindow,
  frameWindowMs,
  framesTooMany,
}: Pick<LiveLimits, 'framesPerWindow' | 'frameWindowMs' | 'framesTooMany'>): ((
  now: number,
) => FrameVerdict) => {
  let windowEnd = 0;
  let count = 0;
  let tooMany = 0;
  return (now) => {
    if (now >= windowEnd) {
      if (count <= framesPerWindow) tooMany = 0;
      windowEnd = now + frameWindowMs;
      count = 0;
    }
    count += 1;
    if (count <= framesPerWindow) return { kind: 'allowed' };
    tooMany += 1;
    return tooMany > framesTooMany
      ? { kind: 'abuse' }
      : { kind: 'too-many', retryAfterSeconds: Math.max(1, Math.ceil((windowEnd - now) / 1000)) };
  };
};
