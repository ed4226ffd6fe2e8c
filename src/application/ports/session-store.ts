import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { Origin } from '#domain/identity/familiar.ts';
import type { Place } from '#domain/identity/place.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';

/** One sign-in of one person on one device. */
export type Session = {
  readonly id: SessionId;
  readonly user: UserId;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** Absolute: refreshing never moves it. */
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string;
  readonly revokedAt: Date | undefined;
};

/** One generation of a session's refresh token. Only its digest is kept. */
export type RefreshToken = {
  readonly hash: string;
  readonly session: SessionId;
  readonly generation: number;
  readonly usedAt: Date | undefined;
};

export interface SessionStore {
  find(id: SessionId): Promise<Session | undefined>;
  /** Whether the owner of an address has signed in from a place before, as far as sessions are kept. */
  hasSignedInFrom(email: EmailAddress, place: Place): Promise<boolean>;
  /** Where a user's sessions were opened from and with what, ended ones included: the newest five hundred. */
  originsOf(user: UserId): Promise<readonly Origin[]>;
  add(session: Session, first: RefreshToken): Promise<void>;
  touch(id: SessionId, at: Date): Promise<void>;
  /** Ends a session; one that has ended stays as it ended. */
  revoke(id: SessionId, at: Date): Promise<void>;
  /**
   * Ends every session of a user and every access token, and tells which were still open. With `but` one session goes
   * on, and so do the access tokens.
   */
  revokeAllOf(user: UserId, at: Date, spared?: { readonly but?: SessionId }): Promise<readonly SessionId[]>;
  /** A refresh token by its digest, held until the transaction ends. */
  refreshToken(hash: string): Promise<RefreshToken | undefined>;
  /** Marks one generation used and adds the next. */
  rotate(used: RefreshToken, at: Date, next: RefreshToken): Promise<void>;
  /** Keeps a single-use ticket for opening a live connection. */
  addLiveTicket(hash: string, session: SessionId, expiresAt: Date): Promise<void>;
  /** Takes a live ticket away and tells whose it was, unless it is unknown, used or expired. */
  takeLiveTicket(hash: string, at: Date): Promise<SessionId | undefined>;
}
