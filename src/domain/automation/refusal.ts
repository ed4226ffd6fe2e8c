import type { Permission } from '../access/permissions.ts';

/** Every reason to refuse a change of a shortcut. Codes are API: add, never rename. */
export type ShortcutRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'name-taken' }
  /** The queue it was to be kept for does not exist. */
  | { readonly code: 'unknown-scope' };
