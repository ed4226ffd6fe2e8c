import type { Timer } from '#application/ports/timer.ts';

/** One wait, which goes on until it is ended or cut. */
export type Wait = { readonly milliseconds: number; end(): void };

/** A timer that waits until the test says otherwise. */
export type HandTimer = Timer & {
  /** Every wait that began, in order. */
  readonly waits: readonly Wait[];
  /** The wait after so many others, as soon as it begins. */
  nth(count: number): Promise<Wait>;
};

export const handTimer = (): HandTimer => {
  const waits: Wait[] = [];
  const eager = new Set<() => void>();
  return {
    waits,
    wait: (milliseconds, cut) =>
      new Promise((end) => {
        if (cut.aborted) return end();
        cut.addEventListener('abort', () => end(), { once: true });
        waits.push({ milliseconds, end });
        for (const look of [...eager]) look();
      }),
    nth: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          const wait = waits[count];
          if (wait === undefined) return;
          eager.delete(look);
          resolve(wait);
        };
        eager.add(look);
        look();
      }),
  };
};
