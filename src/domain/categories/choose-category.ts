import { accept, type Decision, refuse } from '../shared/decision.ts';
import type { CategoryId, QueueId } from '../shared/ids.ts';
import type { Priority } from '../tickets/priority.ts';
import { type Category, canBeChosen, lineageOf } from './category.ts';
import type { CategoryChoiceRefusal } from './refusal.ts';

/** What a category says of tickets about it that name no queue and no priority. */
export type CategoryDefaults = {
  /** The queues to go to, the nearest first: an archived one takes none. */
  readonly queues: readonly QueueId[];
  readonly priority: Priority | undefined;
};

/** Chooses a category for a ticket; its defaults are its own, else those of the nearest that it is part of. */
export const chooseCategory = (
  wanted: CategoryId,
  all: readonly Category[],
): Decision<CategoryDefaults, CategoryChoiceRefusal> => {
  const category = all.find(({ id }) => id === wanted);
  if (category === undefined) return refuse({ code: 'unknown-category' });
  if (!canBeChosen(category, all)) return refuse({ code: 'category-archived' });
  const lineage = lineageOf(category, all);
  return accept({
    queues: lineage.flatMap(({ defaultQueue }) => defaultQueue ?? []),
    priority: lineage.find(({ defaultPriority }) => defaultPriority !== undefined)?.defaultPriority,
  });
};
