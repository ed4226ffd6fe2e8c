import type { Category } from '#domain/categories/category.ts';
import { CategoryId } from '#domain/shared/ids.ts';

/** The category with this number, at the top and open to all unless told otherwise. */
export const categoryWith = (number: number, facts: Partial<Omit<Category, 'id'>> = {}): Category => ({
  id: CategoryId(`01957b3e-9c00-7a10-8f10-6d1f0c3a7e${String(number).padStart(2, '0')}`),
  name: `Category ${number}`,
  parent: undefined,
  defaultQueue: undefined,
  defaultPriority: undefined,
  isArchived: false,
  ...facts,
});
