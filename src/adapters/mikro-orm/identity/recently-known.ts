import type { Clock } from '#application/ports/clock.ts';

/** Answers that hold for a short while, and never more than so many of them. */
export type RecentlyKnown<Value> = {
  get(key: string): Value | undefined;
  /** Remembers an answer, until `end` at the latest. */
  set(key: string, value: Value, end?: Date): void;
  forget(key: string): void;
  /** Forgets every answer of which this is true. */
  forgetWhere(test: (value: Value) => boolean): void;
};

export const recentlyKnown = <Value>({
  clock,
  ttlMs,
  capacity,
}: {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly capacity: number;
}): RecentlyKnown<Value> => {
  const answers = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(key) {
      const answer = answers.get(key);
      return answer && clock.now().getTime() < answer.until ? answer.value : undefined;
    },
    set(key, value, end) {
      answers.delete(key);
      const until = clock.now().getTime() + ttlMs;
      answers.set(key, { value, until: Math.min(until, end?.getTime() ?? until) });
      if (answers.size <= capacity) return;
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    },
    forget: (key) => {
      answers.delete(key);
    },
    forgetWhere: (test) => {
      for (const [key, { value }] of answers) if (test(value)) answers.delete(key);
    },
  };
};
