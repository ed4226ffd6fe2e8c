import type { PersonalToken } from '#domain/identity/personal-token.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';

/** Access tokens, inside one transaction. Each stands for a session, which ends it. Only digests are kept. */
export interface PersonalTokenStore {
  add(token: PersonalToken, made: { readonly hash: string; readonly address: string }): Promise<void>;
}

export type TokenPage = { readonly items: readonly PersonalToken[]; readonly next: string | undefined };

/** Read side of one's own access tokens: those that still stand, newest first. */
export interface PersonalTokenList {
  page(
    user: UserId,
    wanted: { readonly at: Date; readonly after: string | undefined; readonly limit: number },
  ): Promise<TokenPage>;
  find(user: UserId, id: SessionId, at: Date): Promise<PersonalToken | undefined>;
}
