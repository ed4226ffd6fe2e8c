import type { Readiness } from '#application/ports/readiness.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { missingSteps } from './migrations/migrate.ts';
import type { Session } from './session.ts';

const longestMs = 2000;

/** Ready when the database answers in time and every migration has been applied. */
export const mikroOrmReadiness = (session: Session): Readiness => ({
  async problems() {
    try {
      const missing = await inTime(missingSteps(session));
      return missing.length === 0 ? {} : { database: `${missing.length} migrations have not been applied` };
    } catch (error) {
      if (error instanceof StorageUnavailable) return { database: 'does not answer' };
      return { database: 'has no schema, or another one' };
    }
  },
});

const inTime = <Result>(work: Promise<Result>): Promise<Result> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StorageUnavailable(`no answer within ${longestMs} ms`)),
    longestMs,
  );
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
};
