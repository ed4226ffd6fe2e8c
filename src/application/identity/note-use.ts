import { minutes } from '#domain/shared/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Principal, Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** How exactly it is known when an access token was used last, in milliseconds. */
export const useGrain = minutes(10);

/** Notes that an access token is in use; most of the time that is known already. */
export const noteUse = async (
  deps: { readonly unitOfWork: UnitOfWork; readonly principals: Principals; readonly clock: Clock },
  { session, lastUsedAt }: Principal,
): Promise<void> => {
  const at = deps.clock.now();
  if (at.getTime() - lastUsedAt.getTime() < useGrain) return;
  await deps.unitOfWork.run((tx) => tx.sessions.touch(session, at));
  deps.principals.forgetSession(session);
};
