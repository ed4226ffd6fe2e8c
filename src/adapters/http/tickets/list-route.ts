import { type ListPosition, ticketSorts } from '#application/ports/ticket-list.ts';
import type { ListTickets } from '#application/tickets/read-ticket.ts';
import type { TicketView } from '#application/tickets/ticket-view.ts';
import { UserId } from '#domain/shared/ids.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import {
  categoryId,
  cursor,
  externalId,
  limit,
  line,
  moment,
  queueId,
  repeatable,
  userId,
  z,
} from '../../wire/schemas.ts';
import { presentSummary, TicketSummarySchema } from '../../wire/ticket.ts';
import { jsonText } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

const assignee = z
  .string()
  .transform((raw, context): 'none' | 'me' | UserId => {
    if (raw === 'none' || raw === 'me') return raw;
    const id = userId.safeParse(raw);
    if (id.success) return id.data;
    context.addIssue({
      code: 'custom',
      message: 'must be a UUID, none or me',
      params: { code: 'invalid-id' },
    });
    return z.NEVER;
  })
  .openapi({
    type: 'string',
    anyOf: [{ enum: ['none', 'me'] }, { format: 'uuid' }],
    description: 'An id, `none` or `me`.',
  });

const ListQuery = z.strictObject({
  status: repeatable(z.enum(statuses))
    .transform((several) => [...new Set(several)].toSorted())
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'string', enum: [...statuses] },
      description: 'Any of these; may be given several times. Without it every status.',
    }),
  queueId: queueId.optional().openapi({ description: 'In this queue; for customers, opened in it.' }),
  assigneeId: assignee.optional(),
  requesterId: userId.optional().openapi({ description: 'Raised by or for this person.' }),
  priority: z
    .enum(priorities)
    .optional()
    .openapi({ description: 'Of this priority; for customers, opened with it.' }),
  categoryId: categoryId.optional().openapi({
    description: 'About this category itself, not about what is part of it.',
  }),
  tag: line({ min: 1, max: 50 }).optional().openapi({ description: 'With this tag. Staff only.' }),
  externalId: externalId
    .optional()
    .openapi({ description: 'The ticket of this name elsewhere. Staff only.' }),
  updatedSince: moment.optional().openapi({ description: 'Updated at this moment or later.' }),
  sort: z.enum(ticketSorts).default('-updatedAt').openapi({
    description: '`waiting` is the order of work: the most pressing first, then who waits longest.',
  }),
  limit,
  cursor,
});

/** Summaries as JSON. A view that is seen again, as those of lists are, is written only once. */
const summaryTexts = () => {
  const texts = new WeakMap<TicketView, string>();
  return (view: TicketView): string => {
    const known = texts.get(view);
    if (known !== undefined) return known;
    const text = JSON.stringify(presentSummary(view));
    texts.set(view, text);
    return text;
  };
};

/** Listing tickets by keyset. */
export const listRoute = (deps: { readonly listTickets: ListTickets; readonly cursors: Cursors }): Route => {
  const textOf = summaryTexts();
  return signedInRoute({
    method: 'get',
    path: '/v1/tickets',
    operationId: 'listTickets',
    tag: 'Tickets',
    summary: 'List the tickets one may see',
    inputs: { query: ListQuery },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(TicketSummarySchema), nextCursor: z.string().nullable() })
          .openapi('TicketList'),
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query, caller }) => {
      const { cursor, limit, sort, ...given } = query;
      const bound = `tickets ${caller.actor.id} ${JSON.stringify([sort, Object.entries(given).toSorted()])}`;
      const after = cursor === undefined ? undefined : (deps.cursors.open(bound, cursor) as ListPosition);
      const filter = {
        statuses: given.status ?? [],
        queue: given.queueId,
        assignee: given.assigneeId === 'me' ? UserId(caller.actor.id) : given.assigneeId,
        requester: given.requesterId,
        priority: given.priority,
        category: given.categoryId,
        tag: given.tag,
        externalId: given.externalId,
        updatedSince: given.updatedSince,
      };
      const { items, next } = await deps.listTickets({ filter, sort, after, limit }, caller.actor);
      const nextCursor = next ? deps.cursors.seal(bound, next) : null;
      return jsonText(
        200,
        `{"items":[${items.map(textOf).join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`,
      );
    },
  });
};
