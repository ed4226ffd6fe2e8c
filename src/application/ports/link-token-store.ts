import type { UserId } from '#domain/shared/ids.ts';

/** A mailed link's token, good once, to set a password. Only its digest is kept. */
export type LinkToken = {
  readonly hash: string;
  readonly user: UserId;
  readonly purpose: 'password-reset' | 'invitation';
  readonly expiresAt: Date;
};

export interface LinkTokenStore {
  add(token: LinkToken): Promise<void>;
  /** Takes a token away and tells what it was; of many who try at once one gets it. */
  take(hash: string): Promise<LinkToken | undefined>;
  removeAllOf(user: UserId): Promise<void>;
}
