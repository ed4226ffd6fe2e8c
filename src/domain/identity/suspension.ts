import type { UserId } from '../shared/ids.ts';
import type { UserStatus } from './user.ts';

/** A user's standing before they were suspended, which they return to. */
export type StandingBefore = Exclude<UserStatus, 'suspended'>;

/** That somebody may do nothing for now: since when, by whom, and what they were before. */
export type Suspension = {
  readonly user: UserId;
  readonly before: StandingBefore;
  readonly at: Date;
  readonly by: UserId;
};
