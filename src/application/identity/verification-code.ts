import type { UserId } from '#domain/shared/ids.ts';
import type { LiveRegistration } from '../ports/registration-store.ts';
import type { Secrets } from '../ports/secrets.ts';

export type VerificationCode = { readonly code: string; readonly codeHash: string };

/** The digest under which a user's code is kept; the same digits of another user have another. */
export const codeHashOf = (secrets: Secrets, user: UserId, code: string): string =>
  secrets.digest(`verification code of ${user}: ${code}`);

/** Draws a code that none of these registrations has, so that a code proves one registration and no other. */
export const drawCode = (
  secrets: Secrets,
  user: UserId,
  besides: readonly Pick<LiveRegistration, 'codeHash'>[],
): VerificationCode => {
  for (;;) {
    const code = secrets.code();
    const codeHash = codeHashOf(secrets, user, code);
    if (besides.every((other) => other.codeHash !== codeHash)) return { code, codeHash };
  }
};
