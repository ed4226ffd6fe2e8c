import { type CategoryDefaults, chooseCategory } from '#domain/categories/choose-category.ts';
import type { CategoryChoiceRefusal } from '#domain/categories/refusal.ts';
import { accept, type Decision } from '#domain/shared/decision.ts';
import type { CategoryId } from '#domain/shared/ids.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

const noDefaults: CategoryDefaults = { queues: [], priority: undefined };

/** What the category of a new ticket says of it, if it can be chosen; who names none asks nothing. */
export const chosenCategory = async (
  tx: Transaction,
  category: CategoryId | undefined,
): Promise<Decision<CategoryDefaults, CategoryChoiceRefusal>> =>
  category === undefined ? accept(noDefaults) : chooseCategory(category, await tx.categories.recent());

/** Why a ticket cannot be given that category; the one it has it may keep. */
export const unfitCategory = async (
  tx: Transaction,
  ticket: Ticket,
  category: CategoryId | null | undefined,
): Promise<CategoryChoiceRefusal | undefined> => {
  if (category === ticket.category || category === null) return undefined;
  const chosen = await chosenCategory(tx, category);
  return chosen.ok ? undefined : chosen.refusal;
};
