import type { User } from '#domain/identity/user.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';

/** Who stands behind a live session. */
export type Principal = { readonly session: SessionId; readonly user: User };

/**
 * Who is signed in. Answers come from memory for a few seconds at most; what this node itself ends is over at once,
 * what other nodes end within {@link principalTtlMs}.
 */
export interface Principals {
  /** The principal of a session that is neither revoked nor expired, of a user who is active. */
  ofSession(id: SessionId): Promise<Principal | undefined>;
  /** A user as they are now, whatever their status. */
  ofUser(id: UserId): Promise<User | undefined>;
  /** Forgets a session or a user, so that the next question is asked of the database. */
  forgetSession(id: SessionId): void;
  forgetUser(id: UserId): void;
}

export const principalTtlMs = 3000;
