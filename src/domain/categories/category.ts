import type { CategoryId, QueueId } from '../shared/ids.ts';
import type { Priority } from '../tickets/priority.ts';

/** What a ticket is about; categories nest. */
export type Category = {
  readonly id: CategoryId;
  readonly name: string;
  /** The one it is part of; `undefined` at the top. */
  readonly parent: CategoryId | undefined;
  /** Where tickets about it go that name no queue; `undefined` leaves that to its parent. */
  readonly defaultQueue: QueueId | undefined;
  /** Of tickets about it that name none; `undefined` leaves that to its parent. */
  readonly defaultPriority: Priority | undefined;
  /** Whether it cannot be chosen any more; tickets that have it keep it. */
  readonly isArchived: boolean;
};

/** How many levels there are at most. */
export const deepestCategory = 5;
/** How many categories there are at most, archived ones included. */
export const mostCategories = 1000;

/** A category and those it is part of, itself first. */
export const lineageOf = (category: Category, all: readonly Category[]): readonly Category[] => {
  const lineage: Category[] = [];
  let next: Category | undefined = category;
  while (next !== undefined && !lineage.includes(next)) {
    const { parent }: Category = next;
    lineage.push(next);
    next = all.find(({ id }) => id === parent);
  }
  return lineage;
};

/** The category of this name, within those of the names before it; names tell capitals apart. */
export const categoryAt = (path: readonly string[], all: readonly Category[]): Category | undefined =>
  path.reduce<Category | undefined>((within, name, depth) => {
    if (depth > 0 && within === undefined) return undefined;
    return all.find((one) => one.parent === within?.id && one.name === name);
  }, undefined);

/** Whether a ticket can be given this category: neither it nor one that it is part of is archived. */
export const canBeChosen = (category: Category, all: readonly Category[]): boolean =>
  lineageOf(category, all).every(({ isArchived }) => !isArchived);
