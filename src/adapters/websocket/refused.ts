import type { Logger } from '#application/ports/logger.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { type Problem, type ProblemBody, problemBody } from '../wire/problem.ts';

/** A problem as frames carry it: there is no header for the seconds to wait, so they stand in the body. */
export const framedProblem = (problem: Problem, requestId: string): ProblemBody => {
  const { retryAfterSeconds, facts } = problem;
  const retryAfter = retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds };
  return problemBody({ ...problem, facts: { ...facts, ...retryAfter } }, requestId);
};

/** What a client is told of something that went wrong; what nobody foresaw is logged and says nothing of its inside. */
export const problemOf = (error: unknown, logger: Logger, facts: object): Problem => {
  if (error instanceof StorageUnavailable) {
    logger.warn({ ...facts, err: error }, 'the database is not available');
    return { code: 'unavailable', retryAfterSeconds: 5 };
  }
  logger.error({ ...facts, err: error }, 'a live connection met something unexpected');
  return { code: 'internal-error' };
};
