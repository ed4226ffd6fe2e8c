import { tokenDays } from '#domain/identity/personal-token.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { Problem } from './problem.ts';
import { breach } from './refusal-problem.ts';

/** What a refusal about people and sign-ins is called outside. A new one does not compile until somebody decides that. */
export const identityProblem = (refusal: IdentityRefusal, passwordAt = 'password'): Problem => {
  switch (refusal.code) {
    case 'invalid-credentials':
    case 'email-unverified':
    case 'invalid-code':
    case 'invalid-token':
    case 'wrong-password':
    case 'otp-required':
    case 'second-factor-active':
    case 'no-second-factor':
    case 'not-found':
    case 'own-account':
    case 'last-admin':
    case 'not-suspended':
    case 'not-invited':
    case 'invalid-refresh-token':
    case 'email-taken':
    case 'external-id-taken':
    case 'account-suspended':
      return { code: refusal.code };
    case 'signed-out':
      return { code: 'unauthenticated' };
    case 'too-many-attempts':
      return { code: 'too-many-requests', retryAfterSeconds: refusal.retryAfterSeconds };
    case 'not-permitted':
      return { code: 'not-permitted', facts: { permission: refusal.permission } };
    case 'common-password':
      return breach(
        passwordAt,
        refusal.code,
        'must not be a common password, a repeated one or a row of keys',
      );
    case 'personal-password':
      return breach(passwordAt, refusal.code, 'must not be made of your names or your email address');
    case 'unfit-expiry':
      return breach('expiresAt', refusal.code, `must be in the future, and within ${tokenDays.most} days`);
    case 'unknown-queue':
      return breach('queueIds', refusal.code, 'must be queues that exist');
  }
};
