import type { ReadHistory } from '#application/tickets/read-history.ts';
import type { ReadThread, ReadTicket } from '#application/tickets/read-ticket.ts';
import type { RedactMessage } from '#application/tickets/redact-message.ts';
import type { ReplyToTicket } from '#application/tickets/reply-to-ticket.ts';
import { displayName } from '#domain/identity/user.ts';
import { messageKinds } from '#domain/tickets/message.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { HistoryFactSchema, presentHistoryFact } from '../../wire/history-fact.ts';
import { MessageSchema, presentMessage } from '../../wire/message.ts';
import { ticketProblem } from '../../wire/refusal-problem.ts';
import { cursor, limit, messageBody, messageId, seen, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';
import { changedAnswer, changeProblems, ticketAnswer, ticketLocation } from './ticket-routes.ts';

export const NewMessageSchema = z
  .strictObject({
    kind: z
      .enum(messageKinds)
      .default('public')
      .openapi({ description: 'Internal notes are for staff, written and read.' }),
    body: messageBody,
    status: z.enum(statuses).optional().openapi({ description: 'A status to ask for in the same step.' }),
    ...seen,
  })
  .openapi('NewMessage', { example: { body: 'The second charge is refunded.', status: 'solved' } });

const messageParams = ticketParams.extend({
  messageId: messageId.openapi({ description: 'The id of a message or note.' }),
});

const PageQuery = z.strictObject({ limit, cursor });

const FactsQuery = PageQuery.extend({
  after: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .optional()
    .openapi({
      type: 'integer',
      minimum: 0,
      maximum: 999_999_999,
      description: 'Only facts with a higher `seq`.',
    }),
});

export type ThreadRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly replyToTicket: ReplyToTicket;
  readonly redactMessage: RedactMessage;
  readonly readThread: ReadThread;
  readonly readHistory: ReadHistory;
  readonly cursors: Cursors;
};

/** What is said in a ticket, and what has happened to it. */
export const threadRoutes = (deps: ThreadRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/messages',
    operationId: 'replyToTicket',
    tag: 'Tickets',
    summary: 'Write a message or an internal note',
    description:
      "A customer's message to a closed ticket opens a linked follow-up, where the queue's policy allows it: `Location` and `ticketId` name that one.",
    idempotent: true,
    conditional: true,
    inputs: { params: ticketParams, body: NewMessageSchema },
    answers: {
      201: {
        description: 'Written.',
        schema: MessageSchema,
        headers: { Location: 'The thread it is in, or the follow-up ticket.' },
      },
    },
    problems: [...changeProblems, 'ticket-is-spam', 'reopen-window-over', 'unseen-messages'],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) => {
      const said = { ...body, channel: 'api', authorName: displayName(caller.user) } as const;
      const replied = await deps.replyToTicket({ ticket: params.id, ifMatch, ...said }, caller.actor);
      if (!replied.ok) return raise(ticketProblem(replied.refusal));
      const { message, view, followUp } = replied.outcome;
      const location = followUp ? ticketLocation(view) : `${ticketLocation(view)}/messages`;
      return json(201, presentMessage(message), { location });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/messages',
    operationId: 'listMessages',
    tag: 'Tickets',
    summary: 'Read the thread, oldest first',
    inputs: { params: ticketParams, query: PageQuery },
    answers: { 200: { description: 'A page.', schema: pageOf(MessageSchema, 'MessageList') } },
    problems: ['invalid-cursor'],
    exists: ticketExists(deps),
    handle: async ({ params, query, caller }) => {
      const bound = `messages ${caller.actor.id} ${JSON.stringify(params.id)}`;
      const after = query.cursor === undefined ? 0 : Number(deps.cursors.open(bound, query.cursor));
      const page = await deps.readThread(params.id, { after, limit: query.limit }, caller.actor);
      if (page === undefined) return raise({ code: 'not-found' });
      const nextCursor = page.next === undefined ? null : deps.cursors.seal(bound, page.next);
      return json(200, { items: page.items.map(presentMessage), nextCursor });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/messages/{messageId}/redact',
    operationId: 'redactMessage',
    tag: 'Tickets',
    summary: 'Take the text of a message away for good',
    description:
      'Its text becomes `[redacted]` everywhere, whatever the status; author, time and `seq` stay. One whose text is gone already changes nothing. For leads.',
    idempotent: true,
    conditional: true,
    inputs: { params: messageParams },
    answers: { 200: ticketAnswer },
    problems: changeProblems,
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(
        await deps.redactMessage({ ticket: params.id, message: params.messageId, ifMatch }, caller.actor),
      ),
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/facts',
    operationId: 'listFacts',
    tag: 'Tickets',
    summary: "Read the ticket's history, oldest first",
    description:
      'Everything that happened, as facts, each with the values it changed; customers get the public ones, counted without a gap.',
    inputs: { params: ticketParams, query: FactsQuery },
    answers: { 200: { description: 'A page.', schema: pageOf(HistoryFactSchema, 'FactList') } },
    problems: ['invalid-cursor'],
    exists: ticketExists(deps),
    handle: async ({ params, query, caller }) => {
      const bound = `facts ${caller.actor.id} ${JSON.stringify(params.id)}`;
      const after =
        query.cursor === undefined ? (query.after ?? 0) : Number(deps.cursors.open(bound, query.cursor));
      const page = await deps.readHistory(params.id, { after, limit: query.limit }, caller.actor);
      if (page === undefined) return raise({ code: 'not-found' });
      const nextCursor = page.next === undefined ? null : deps.cursors.seal(bound, page.next);
      return json(200, {
        items: page.items.map((fact) => presentHistoryFact(fact, page.view.audience)),
        nextCursor,
      });
    },
  }),
];

function pageOf<Item extends z.ZodType>(item: Item, name: string) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() }).openapi(name);
}
