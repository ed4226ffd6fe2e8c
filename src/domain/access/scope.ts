import type { OrganisationId, QueueId } from '../shared/ids.ts';

/** Where a grant holds: everywhere, on the tickets of a queue, or on those of an organisation. */
export type Scope =
  | { readonly kind: 'global' }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'organisation'; readonly organisation: OrganisationId };

/** What a scope needs to know of a ticket. */
export type Located = { readonly queue: QueueId; readonly organisation?: OrganisationId | undefined };

/** Whether a ticket is within a scope. */
export const holdsIn = (scope: Scope, { queue, organisation }: Located): boolean => {
  switch (scope.kind) {
    case 'global':
      return true;
    case 'queue':
      return scope.queue === queue;
    case 'organisation':
      return scope.organisation === organisation;
  }
};

/** Whether whatever is within the inner scope is within the outer one. */
export const includes = (outer: Scope, inner: Scope): boolean =>
  outer.kind === 'global' || sameScope(outer, inner);

export const sameScope = (one: Scope, other: Scope): boolean => scopeName(one) === scopeName(other);

/** A scope in the form in which people and the API write it: `global`, `queue:<id>`, `organisation:<id>`. */
export const scopeName = (scope: Scope): string => {
  switch (scope.kind) {
    case 'global':
      return 'global';
    case 'queue':
      return `queue:${scope.queue}`;
    case 'organisation':
      return `organisation:${scope.organisation}`;
  }
};
