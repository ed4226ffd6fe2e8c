import type { QueueId, UserId } from '../shared/ids.ts';
import type { RoleName } from './roles.ts';

/** Where a grant holds. */
export type Scope = { readonly kind: 'global' } | { readonly kind: 'queue'; readonly queue: QueueId };

/** A role given to a user within a scope. */
export type Grant = { readonly role: RoleName; readonly scope: Scope };

/** Whoever asks. Built once at the edge from a verified token, then passed inwards. */
export type Actor = { readonly id: UserId; readonly grants: readonly Grant[] };
