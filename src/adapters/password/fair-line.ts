import { HasherBusy } from '#application/ports/password-hasher.ts';

export type FairLineLimits = {
  /** How many tasks run at once. */
  readonly atOnce: number;
  /** How many wait. */
  readonly waiting: number;
};

type Waiter = { readonly go: () => void; readonly turnAway: () => void };

/**
 * Runs few tasks at once, lets some wait and turns the rest away. Those who wait take turns by who asks, and who has
 * most waiting makes room for others: nobody gets more than their share by asking more often.
 */
export const fairLine = ({ atOnce, waiting }: FairLineLimits) => {
  /** In the order of their turns; nobody is in it without a waiter. */
  const lines = new Map<string, Waiter[]>();
  let running = 0;
  let inLine = 0;

  const next = (): Waiter | undefined => {
    for (const [whose, line] of lines) {
      const waiter = line.shift();
      lines.delete(whose);
      if (line.length > 0) lines.set(whose, line);
      inLine -= 1;
      return waiter;
    }
    return undefined;
  };

  const longest = (): Waiter[] | undefined =>
    [...lines.values()].toSorted((one, other) => other.length - one.length)[0];

  /** Turns away the last of the longest line, unless that is the line of whoever asks. */
  const makeRoom = (own: number): void => {
    const line = longest();
    if (line === undefined || line.length <= own + 1) throw busy();
    line.pop()?.turnAway();
    inLine -= 1;
  };

  const turn = (whose: string): Promise<void> => {
    const line = lines.get(whose) ?? [];
    if (inLine >= waiting) makeRoom(line.length);
    return new Promise((go, reject) => {
      line.push({ go, turnAway: () => reject(busy()) });
      lines.set(whose, line);
      inLine += 1;
    });
  };

  /** @throws {HasherBusy} */
  return async <Result>(whose: string, task: () => Promise<Result>): Promise<Result> => {
    if (running < atOnce) running += 1;
    // whoever leaves hands its place to the next in line, so nobody new can slip in between
    else await turn(whose);
    try {
      return await task();
    } finally {
      const waiter = next();
      if (waiter === undefined) running -= 1;
      else waiter.go();
    }
  };
};

const busy = (): HasherBusy => new HasherBusy('too many passwords are being checked');
