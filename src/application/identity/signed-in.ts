import type { User } from '#domain/identity/user.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';

/** What somebody gets who signed in or refreshed. */
export type SignedIn = {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly user: User;
};

/** Hands out an access token beside the refresh token. */
export const signedIn = async (
  accessTokens: AccessTokens,
  {
    user,
    session,
    refreshToken,
  }: { readonly user: User; readonly session: SessionId; readonly refreshToken: string },
): Promise<SignedIn> => {
  const { token, expiresInSeconds } = await accessTokens.issue(user.id, session);
  return { accessToken: token, expiresInSeconds, refreshToken, user };
};
