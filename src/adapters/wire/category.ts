import type { Category } from '#domain/categories/category.ts';
import type { CategoryRevision } from '#domain/categories/define-category.ts';
import type { CategoryRefusal } from '#domain/categories/refusal.ts';
import { priorities } from '#domain/tickets/priority.ts';
import type { Problem } from './problem.ts';
import { breach } from './refusal-problem.ts';
import { categoryId, queueId, shownId, shownName, z } from './schemas.ts';

export const CategorySchema = z
  .object({
    id: shownId,
    name: z.string(),
    parentId: shownId
      .nullable()
      .openapi({ description: 'The category that it is part of; null at the top.' }),
    defaultQueueId: shownId.nullable().openapi({
      description: 'Where tickets about it go that name no queue; null leaves that to its parent.',
    }),
    defaultPriority: z.enum(priorities).nullable().openapi({
      description: 'Of tickets about it that name none; null leaves that to its parent, then to the queue.',
    }),
    isArchived: z.boolean().openapi({
      description:
        'Whether no ticket is given it any more, nor what is part of it; tickets that have it keep it.',
    }),
  })
  .openapi('Category');

const name = shownName({ min: 1, max: 100 });
const parentId = categoryId.nullable();
const defaultQueueId = queueId.nullable();
const defaultPriority = z.enum(priorities).nullable();

export const NewCategorySchema = z
  .strictObject({
    name,
    parentId: parentId.default(null),
    defaultQueueId: defaultQueueId.default(null),
    defaultPriority: defaultPriority.default(null),
  })
  .openapi('NewCategory', { example: { name: 'Refunds', defaultPriority: 'high' } });

export const CategoryRevisionSchema = z
  .strictObject({
    name: name.optional(),
    parentId: parentId.optional().openapi({ description: 'Null moves it to the top.' }),
    defaultQueueId: defaultQueueId.optional(),
    defaultPriority: defaultPriority.optional(),
    isArchived: z.boolean().optional(),
  })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('CategoryRevision', { example: { isArchived: true } });

/** What is asked for of a new category, in words of the domain. */
export const newCategory = (wanted: z.output<typeof NewCategorySchema>): Omit<Category, 'id'> => ({
  name: wanted.name,
  parent: wanted.parentId ?? undefined,
  defaultQueue: wanted.defaultQueueId ?? undefined,
  defaultPriority: wanted.defaultPriority ?? undefined,
  isArchived: false,
});

/** What is asked for of a known category, in words of the domain. */
export const categoryRevision = (wanted: z.output<typeof CategoryRevisionSchema>): CategoryRevision => ({
  name: wanted.name,
  parent: wanted.parentId,
  defaultQueue: wanted.defaultQueueId,
  defaultPriority: wanted.defaultPriority,
  isArchived: wanted.isArchived,
});

export const presentCategory = (category: Category) => ({
  id: category.id,
  name: category.name,
  parentId: category.parent ?? null,
  defaultQueueId: category.defaultQueue ?? null,
  defaultPriority: category.defaultPriority ?? null,
  isArchived: category.isArchived,
});

/** What a refusal about categories is called outside. A new one does not compile until somebody decides that. */
export const categoryProblem = (
  refusal: CategoryRefusal | { readonly code: 'version-mismatch'; readonly version: number },
): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'name-taken':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'too-many-categories':
      return { code: refusal.code, facts: { limit: refusal.limit } };
    case 'unknown-parent':
      return breach('parentId', refusal.code, 'must be a category that exists and can be chosen');
    case 'category-within-itself':
      return breach('parentId', refusal.code, 'must not be the category itself, nor part of it');
    case 'category-too-deep':
      return breach('parentId', refusal.code, `must leave at most ${refusal.limit} levels`);
    case 'unknown-queue':
      return breach('defaultQueueId', refusal.code, 'must be a queue that exists');
    case 'queue-archived':
      return breach('defaultQueueId', refusal.code, 'must be a queue that is not archived');
    case 'version-mismatch':
      return {
        code: refusal.code,
        detail: 'The category has changed since you read it',
        facts: { version: refusal.version },
      };
  }
};
