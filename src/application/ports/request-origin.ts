import type { UserId } from '#domain/shared/ids.ts';
import type { Standing } from './attempts.ts';

/** Where a request comes from. */
export type Origin = {
  /** Nowhere, when it is not to be kept. */
  readonly address: string | undefined;
  readonly requestId: string;
  /** Who acts, when somebody acts for whom the request is. */
  readonly actedBy?: UserId;
  /** Told how attempts stand that are counted for the request. */
  readonly onAttempt?: (standing: Standing) => void;
};

/** Knows the origin of whatever request is being served right now. */
export interface RequestOrigin {
  /** `undefined` outside of any request: jobs and commands. */
  current(): Origin | undefined;
  /** Does work, and all that follows from it, as part of a request. */
  within<Result>(origin: Origin, work: () => Result): Result;
}
