import type { Permission } from '../access/permissions.ts';

/** Every reason to refuse a change of queues. Codes are API: add, never rename. */
export type QueueRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'name-taken' }
  /** What names no queue goes to this one, by its name. */
  | { readonly code: 'default-queue' };
