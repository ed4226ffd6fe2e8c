import type { ListTags } from '#application/tickets/list-tags.ts';
import { cursor, limit, line, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

/** Listing the tags in use. */
export const tagRoute = (deps: { readonly listTags: ListTags; readonly cursors: Cursors }): Route =>
  signedInRoute({
    method: 'get',
    path: '/v1/tags',
    operationId: 'listTags',
    tag: 'Tickets',
    summary: 'List the tags in use',
    description: 'For staff: those of tickets that one sees as staff, in the order of their characters.',
    inputs: {
      query: z.strictObject({
        prefix: line({ min: 0, max: 50 })
          .default('')
          .openapi({ description: 'Those that begin so, in capitals as they are.' }),
        limit,
        cursor,
      }),
    },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(z.object({ name: z.string() })), nextCursor: z.string().nullable() })
          .openapi('TagList'),
      },
    },
    problems: ['not-permitted', 'invalid-cursor'],
    handle: async ({ query: { prefix, limit, cursor }, caller }) => {
      const bound = `tags ${caller.actor.id} ${JSON.stringify(prefix)}`;
      const after = cursor === undefined ? undefined : (deps.cursors.open(bound, cursor) as string);
      const listed = await deps.listTags({ prefix, after, limit }, caller.actor);
      if (!listed.ok) {
        const { code, permission } = listed.refusal;
        return raise({ code, facts: { permission } });
      }
      const { items, next } = listed.outcome;
      return json(200, {
        items: items.map((name) => ({ name })),
        nextCursor: next === undefined ? null : deps.cursors.seal(bound, next),
      });
    },
  });
