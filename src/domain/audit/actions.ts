/** Everything that the security audit tells of. Codes are API: add, never rename. */
export const auditActions = [
  'audit-begun',
  'first-admin-made',
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'refresh-token-reused',
  'registered',
  'email-verified',
  'password-reset-requested',
  'password-reset',
  'password-changed',
  'user-invited',
  'invitation-accepted',
  'user-renamed',
  'user-suspended',
  'user-reactivated',
  'invitation-resent',
  'role-made',
  'role-changed',
  'role-deleted',
  'grant-given',
  'grant-taken',
  'organisation-made',
  'organisation-changed',
  'organisation-deleted',
  'member-added',
  'member-removed',
  'queue-made',
  'queue-changed',
  'tickets-imported',
  'signing-key-rotated',
  'signing-key-retired',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What an entry is about. */
export type AuditSubject = { readonly kind: string; readonly id: string };
