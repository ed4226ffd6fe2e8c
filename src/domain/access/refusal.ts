import type { UserId } from '../shared/ids.ts';
import type { Permission } from './permissions.ts';

/** Every reason to refuse a change of who may do what. Codes are API: add, never rename. */
export type AccessRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'name-taken' }
  | { readonly code: 'external-id-taken' }
  /** Built-in roles never change. */
  | { readonly code: 'role-built-in' }
  /** The settings ask a second factor of whoever holds a role of this name. */
  | { readonly code: 'role-named-in-settings' }
  /** Somebody holds the role; names some of them. */
  | { readonly code: 'role-in-use'; readonly holders: readonly UserId[] }
  /** The role that was named does not exist. */
  | { readonly code: 'unknown-role' }
  /** The queue or the organisation that was named does not exist. */
  | { readonly code: 'unknown-scope' }
  | { readonly code: 'already-granted' }
  /** Nobody would be left who administers the installation. */
  | { readonly code: 'last-admin' };
