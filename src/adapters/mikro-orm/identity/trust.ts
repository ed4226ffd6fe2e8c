/** How long a memory may be believed after it was last compared with the truth, in milliseconds. */
export const trustedForMs = 300;
/** How old a comparison is when the next one begins, while what is remembered is still believed. */
const freshForMs = 100;

/** A memory that is believed only as long as it was compared with the truth a moment ago. */
export type Trust = {
  /** Nothing when the memory may be believed now, or else a wait until it may. @throws what comparing throws */
  earned(): Promise<void> | undefined;
  /** The truth has just changed: nothing is believed before the next comparison. */
  lose(): void;
};

/** Compares by `compare`, which makes the memory forget what is not true any more. Nobody asks, nothing is compared. */
export const trust = (compare: () => Promise<void>, now: () => number = () => performance.now()): Trust => {
  let comparedAt = Number.NEGATIVE_INFINITY;
  let losses = 0;
  let comparing: Promise<void> | undefined;

  const compareNow = async (): Promise<void> => {
    const [began, before] = [now(), losses];
    await compare();
    // what changed meanwhile may not have been seen yet
    if (losses === before) comparedAt = began;
  };
  const renewed = (): Promise<void> => {
    comparing ??= compareNow().finally(() => {
      comparing = undefined;
    });
    return comparing;
  };
  /** However slow comparing is, one that began after the question answers it. */
  const untilEarned = async (): Promise<void> => {
    const asked = now();
    while (comparedAt < asked && now() - comparedAt >= trustedForMs) await renewed();
  };

  return {
    earned() {
      const age = now() - comparedAt;
      if (age < freshForMs) return undefined;
      if (age >= trustedForMs) return untilEarned();
      // whoever asks once it is not believed any more hears of a failure
      renewed().catch(() => {});
      return undefined;
    },
    lose() {
      losses += 1;
      comparedAt = Number.NEGATIVE_INFINITY;
    },
  };
};
