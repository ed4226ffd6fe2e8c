import type { Logger } from '#application/ports/logger.ts';
import { HasherBusy } from '#application/ports/password-hasher.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import type { Problem } from '../wire/problem.ts';
import { ProblemThrown } from './answer.ts';
import { DeadlineOver } from './deadline.ts';

/** What an error is told as; only what nobody foresaw is a 500, and says nothing of its inside but to the log. */
export const problemFor = (
  error: Error,
  request: { readonly requestId: string; readonly route: string | undefined },
  logger: Logger,
): Problem => {
  if (error instanceof ProblemThrown) return error.problem;
  if (error instanceof HasherBusy) return { code: 'unavailable', retryAfterSeconds: 1 };
  if (error instanceof StorageUnavailable) {
    logger.warn({ ...request, err: error }, 'the database is not available');
    return { code: 'unavailable', retryAfterSeconds: 5 };
  }
  if (error instanceof DeadlineOver) {
    logger.warn(request, 'a request took too long and was given up');
    return { code: 'unavailable', retryAfterSeconds: 5 };
  }
  logger.error({ ...request, err: error }, 'a request failed unexpectedly');
  return { code: 'internal-error' };
};
