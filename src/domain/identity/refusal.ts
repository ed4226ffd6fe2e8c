import type { Permission } from '../access/permissions.ts';

/** Every reason to turn somebody away who signs in, registers, or manages people. Codes are API: add, never rename. */
export type IdentityRefusal =
  /** No such account, a wrong password, or an account that may not sign in: never told apart. */
  | { readonly code: 'invalid-credentials' }
  /** The password was right, and the address is not proven yet. */
  | { readonly code: 'email-unverified' }
  | { readonly code: 'too-many-attempts'; readonly retryAfterSeconds: number }
  /** The code is wrong, spent or over, or was never sent. */
  | { readonly code: 'invalid-code' }
  /** The link's token is unknown, used or over. */
  | { readonly code: 'invalid-token' }
  /** The refresh token is unknown, was used before, or its session has ended: sign in again. */
  | { readonly code: 'invalid-refresh-token' }
  /** The current password, given once more, is not the right one. */
  | { readonly code: 'wrong-password' }
  /** The password is one that guessers try first. */
  | { readonly code: 'common-password' }
  /** The password is made of its owner's names and address. */
  | { readonly code: 'personal-password' }
  /** The password was right, and the account asks for a code besides. */
  | { readonly code: 'otp-required' }
  | { readonly code: 'second-factor-active' }
  /** There is none to turn on or off. */
  | { readonly code: 'no-second-factor' }
  /** An access token is to end in the past, or too far in the future. */
  | { readonly code: 'unfit-expiry' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'email-taken' }
  | { readonly code: 'not-found' }
  /** Nobody suspends themselves. */
  | { readonly code: 'own-account' }
  /** Nobody would be left who administers the installation. */
  | { readonly code: 'last-admin' }
  /** Only who is suspended can be let in again. */
  | { readonly code: 'not-suspended' }
  /** Only who has not accepted yet can be invited again. */
  | { readonly code: 'not-invited' }
  /** Somebody else has this name in the host product. */
  | { readonly code: 'external-id-taken' }
  /** Nobody would be left who administers the installation. */
  | { readonly code: 'last-admin' }
  /** The sign-in ended, or the account was suspended, a moment ago. */
  | { readonly code: 'signed-out' }
  /** Nothing is made for an account that is suspended. */
  | { readonly code: 'account-suspended' }
  /** A queue that was named does not exist. */
  | { readonly code: 'unknown-queue' };
