/** Counts who is in, by a key, up to a limit each. */
export type HeadCount = {
  /** Lets one more in and gives how they leave, or `undefined` when there are as many as may be. */
  enter(key: string): (() => void) | undefined;
};

export const headCount = (limit: number): HeadCount => {
  const counts = new Map<string, number>();
  return {
    enter(key) {
      const count = counts.get(key) ?? 0;
      if (count >= limit) return undefined;
      counts.set(key, count + 1);
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        const left = (counts.get(key) ?? 1) - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      };
    },
  };
};
