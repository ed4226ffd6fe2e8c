import type { Permission } from '../access/permissions.ts';

/** Every reason to refuse a change of categories. Codes are API: add, never rename. */
export type CategoryRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'not-permitted'; readonly permission: Permission }
  | { readonly code: 'name-taken' }
  | { readonly code: 'too-many-categories'; readonly limit: number }
  /** The category that it is to be part of does not exist, or cannot be chosen. */
  | { readonly code: 'unknown-parent' }
  /** It would be part of itself. */
  | { readonly code: 'category-within-itself' }
  /** It, or one that is part of it, would be on too deep a level. */
  | { readonly code: 'category-too-deep'; readonly limit: number }
  /** The queue named does not exist. */
  | { readonly code: 'unknown-queue' }
  /** The queue named takes no more tickets. */
  | { readonly code: 'queue-archived' };

/** Why a ticket cannot be given a category. Codes are API, too. */
export type CategoryChoiceRefusal =
  | { readonly code: 'unknown-category' }
  /** It, or one that it is part of, is archived. */
  | { readonly code: 'category-archived' };
