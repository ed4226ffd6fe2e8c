import type { Permission } from '#domain/access/permissions.ts';
import type { User } from '#domain/identity/user.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';

/** Who stands behind a live session, or behind an access token, which is a session of its own kind. */
export type Principal = {
  readonly session: SessionId;
  readonly user: User;
  /** When the session, or the access token, is over. */
  readonly expiresAt: Date;
  readonly lastUsedAt: Date;
  /** What an access token was narrowed to; `undefined` for a session that somebody signed in to. */
  readonly limitedTo: readonly Permission[] | undefined;
  /** Whether signing in takes a second factor. */
  readonly hasSecondFactor: boolean;
};

/**
 * Who is signed in. Answers come from memory for {@link principalTtlMs} at most, and only as long as memory was compared
 * with what changed a moment ago: whatever ends a session or takes a right counts on every node once it has ended.
 */
export interface Principals {
  /** The principal of a session that is neither revoked nor expired, of a user who is active. */
  ofSession(id: SessionId): Promise<Principal | undefined>;
  /** The same for an access token, by the digest of its secret. */
  ofToken(hash: string): Promise<Principal | undefined>;
  /** A user as they are now, whatever their status. */
  ofUser(id: UserId): Promise<User | undefined>;
  /** Forgets a session or a user, so that the next question is asked of the database. */
  forgetSession(id: SessionId): void;
  forgetUser(id: UserId): void;
}

export const principalTtlMs = 10_000;
