import type {
  ListCategories,
  MakeCategory,
  ReadCategory,
  ReviseCategory,
} from '#application/categories/categories.ts';
import type { StoredCategory } from '#application/ports/category-store.ts';
import type { CategoryId } from '#domain/shared/ids.ts';
import {
  CategoryRevisionSchema,
  CategorySchema,
  categoryProblem,
  categoryRevision,
  NewCategorySchema,
  newCategory,
  presentCategory,
} from '../../wire/category.ts';
import { categoryId, z } from '../../wire/schemas.ts';
import { type Answer, json, raise } from '../answer.ts';
import { etag } from '../conditions.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const params = z.object({ id: categoryId.openapi({ description: 'The id of a category.' }) });

type CategoryRoutesDeps = {
  readonly listCategories: ListCategories;
  readonly readCategory: ReadCategory;
  readonly makeCategory: MakeCategory;
  readonly reviseCategory: ReviseCategory;
};

const categoryJson = (
  status: number,
  { category, version }: StoredCategory,
  headers: Record<string, string> = {},
): Answer => json(status, presentCategory(category), { etag: etag(version), ...headers });

/** What tickets are about. */
export const categoryRoutes = (deps: CategoryRoutesDeps): readonly Route[] => {
  const exists = async ({ params: { id } }: Named<{ readonly id: CategoryId }>): Promise<boolean> =>
    (await deps.readCategory(id)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/categories',
      operationId: 'listCategories',
      tag: 'Categories',
      summary: 'List the categories of tickets',
      inputs: {},
      answers: {
        200: {
          description: 'By name: for staff all of them, for customers those that can be chosen.',
          schema: z.object({ items: z.array(CategorySchema), nextCursor: z.null() }).openapi('CategoryList'),
        },
      },
      handle: async ({ caller }) => {
        const categories = await deps.listCategories(caller.actor);
        return json(200, { items: categories.map(presentCategory), nextCursor: null });
      },
    }),
    signedInRoute({
      method: 'get',
      path: '/v1/categories/{id}',
      operationId: 'readCategory',
      tag: 'Categories',
      summary: 'Read a category',
      description: 'Archived or not: tickets that have it still show it.',
      inputs: { params },
      answers: {
        200: { description: 'The category.', schema: CategorySchema, headers: { ETag: 'Its version.' } },
      },
      exists,
      handle: async ({ params: { id } }) => {
        const stored = await deps.readCategory(id);
        return stored ? categoryJson(200, stored) : raise({ code: 'not-found' });
      },
    }),
    signedInRoute({
      method: 'post',
      path: '/v1/categories',
      operationId: 'makeCategory',
      tag: 'Categories',
      summary: 'Make a category',
      description:
        'For admins. Nodes other than the one asked follow within seconds. Its name is unique among those of the same parent.',
      idempotent: true,
      inputs: { body: NewCategorySchema },
      answers: {
        201: {
          description: 'Made.',
          schema: CategorySchema,
          headers: { Location: 'Where it is.', ETag: 'Its version.' },
        },
      },
      problems: ['not-permitted', 'name-taken', 'too-many-categories'],
      handle: async ({ body, caller }) => {
        const made = await deps.makeCategory(newCategory(body), caller.actor);
        if (!made.ok) return raise(categoryProblem(made.refusal));
        return categoryJson(201, made.outcome, { location: `/v1/categories/${made.outcome.category.id}` });
      },
    }),
    signedInRoute({
      method: 'patch',
      path: '/v1/categories/{id}',
      operationId: 'reviseCategory',
      tag: 'Categories',
      summary: 'Change a category',
      description:
        'For admins. Tickets that have it keep it. Nothing is deleted: `isArchived` ends its use and that of all that is part of it, and takes that back.',
      conditional: true,
      inputs: { params, body: CategoryRevisionSchema },
      answers: {
        200: {
          description: 'The category as it now is.',
          schema: CategorySchema,
          headers: { ETag: 'Its version.' },
        },
      },
      problems: ['not-permitted', 'name-taken'],
      exists,
      handle: async ({ params: { id }, body, caller, ifMatch }) => {
        const command = { category: id, ifMatch, revision: categoryRevision(body) };
        const revised = await deps.reviseCategory(command, caller.actor);
        return revised.ok ? categoryJson(200, revised.outcome) : raise(categoryProblem(revised.refusal));
      },
    }),
  ];
};
