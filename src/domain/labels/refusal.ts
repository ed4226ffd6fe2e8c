import type { Permission } from '../access/permissions.ts';

/** Every reason to refuse a change of status labels. Codes are API: add, never rename. */
export type StatusLabelRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'name-taken' }
  | { readonly code: 'too-many-status-labels'; readonly limit: number };
