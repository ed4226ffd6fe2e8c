import type { Logger } from '#application/ports/logger.ts';

/** Whether something that all nodes share answers, learnt from trying. */
export type Outage = {
  /** Tries, and answers `undefined` where that fails or cannot be hoped for yet. */
  tried<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
  isOver(): boolean;
};

/** Pause after a failure before one more is risked. */
const pauseMs = 1000;

/** Tells the log when it begins and when it is over, but not of every try in between. */
export const outageOf = (logger: Logger, now: () => number = () => performance.now()): Outage => {
  let tryAgainAt: number | undefined;
  return {
    async tried(work) {
      if (tryAgainAt !== undefined) {
        if (now() < tryAgainAt) return undefined;
        // the others go on without it while this one tries
        tryAgainAt = now() + pauseMs;
      }
      try {
        const result = await work();
        if (tryAgainAt !== undefined)
          logger.info({}, 'Redis answers again: limits count for all nodes together');
        tryAgainAt = undefined;
        return result;
      } catch (error) {
        if (tryAgainAt === undefined) {
          logger.warn({ err: error }, 'Redis does not answer: limits count for this node until it does');
        }
        tryAgainAt = now() + pauseMs;
        return undefined;
      }
    },
    isOver: () => tryAgainAt === undefined,
  };
};
