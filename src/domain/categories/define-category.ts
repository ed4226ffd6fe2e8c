import type { Actor } from '../access/actor.ts';
import { holdsGlobally } from '../access/policy.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { CategoryId, QueueId } from '../shared/ids.ts';
import type { Priority } from '../tickets/priority.ts';
import { type Category, canBeChosen, deepestCategory, lineageOf, mostCategories } from './category.ts';
import type { CategoryRefusal } from './refusal.ts';

/** What may be changed about a category; what is `undefined` stays, and `null` takes it away. */
export type CategoryRevision = {
  readonly name?: string | undefined;
  readonly parent?: CategoryId | null | undefined;
  readonly defaultQueue?: QueueId | null | undefined;
  readonly defaultPriority?: Priority | null | undefined;
  readonly isArchived?: boolean | undefined;
};

type Among = { readonly by: Actor; readonly all: readonly Category[] };

/** Adds a category to all there are, if there is a place for it. */
export const defineCategory = (
  category: Category,
  { by, all }: Among,
): Decision<Category, CategoryRefusal> => {
  const no = forbidden(by);
  if (no) return refuse(no);
  return all.length >= mostCategories
    ? refuse({ code: 'too-many-categories', limit: mostCategories })
    : placed(category, all);
};

/** Changes a category, and with its parent the place of all that is part of it. */
export const reviseCategory = (
  category: Category,
  { by, all, revision }: Among & { readonly revision: CategoryRevision },
): Decision<Category, CategoryRefusal> => {
  const no = forbidden(by);
  if (no) return refuse(no);
  const revised = revisedBy(category, revision);
  return revised.parent === category.parent ? accept(revised) : placed(revised, all);
};

const forbidden = (by: Actor): CategoryRefusal | undefined =>
  holdsGlobally(by, 'category:manage') ? undefined : { code: 'not-permitted', permission: 'category:manage' };

/** Under one that can be chosen, never within itself, not too deep. */
const placed = (category: Category, all: readonly Category[]): Decision<Category, CategoryRefusal> => {
  if (category.parent === undefined) return accept(category);
  const parent = all.find(({ id }) => id === category.parent);
  if (parent === undefined) return refuse({ code: 'unknown-parent' });
  const above = lineageOf(parent, all);
  if (above.some(({ id }) => id === category.id)) return refuse({ code: 'category-within-itself' });
  if (!canBeChosen(parent, all)) return refuse({ code: 'unknown-parent' });
  return above.length + levelsOf(category.id, all) > deepestCategory
    ? refuse({ code: 'category-too-deep', limit: deepestCategory })
    : accept(category);
};

/** How many levels a category and all that is part of it take. */
const levelsOf = (id: CategoryId, all: readonly Category[]): number =>
  1 + Math.max(0, ...all.filter(({ parent }) => parent === id).map((part) => levelsOf(part.id, all)));

const revisedBy = (category: Category, revision: CategoryRevision): Category => ({
  id: category.id,
  name: revision.name ?? category.name,
  parent: after(category.parent, revision.parent),
  defaultQueue: after(category.defaultQueue, revision.defaultQueue),
  defaultPriority: after(category.defaultPriority, revision.defaultPriority),
  isArchived: revision.isArchived ?? category.isArchived,
});

const after = <Value>(before: Value | undefined, wanted: Value | null | undefined): Value | undefined =>
  wanted === undefined ? before : (wanted ?? undefined);
