/** What the rule needs to know of a sign-in. */
export type SignIn = { readonly expiresAt: Date; readonly revokedAt: Date | undefined };

/** Whether a session still stands for its person. */
export const isOpen = ({ expiresAt, revokedAt }: SignIn, at: Date): boolean =>
  revokedAt === undefined && at.getTime() < expiresAt.getTime();
