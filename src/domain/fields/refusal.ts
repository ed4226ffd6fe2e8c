import type { Permission } from '../access/permissions.ts';
import type { QueueId } from '../shared/ids.ts';

/** Every reason to refuse a change of custom fields. Codes are API: add, never rename. */
export type CustomFieldRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'key-taken' }
  | { readonly code: 'too-many-custom-fields'; readonly limit: number }
  /** What is chosen from options needs some; nothing else has any. */
  | { readonly code: 'options-unfit' }
  | { readonly code: 'too-many-options'; readonly limit: number }
  /** Customers cannot set what they do not see. */
  | { readonly code: 'not-public' }
  | { readonly code: 'unknown-queue'; readonly queue: QueueId };
