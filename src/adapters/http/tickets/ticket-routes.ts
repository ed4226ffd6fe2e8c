import type { MessageRecord } from '#application/ports/ticket-thread.ts';
import type { TicketChanged } from '#application/tickets/change-ticket.ts';
import type { OpenTicket } from '#application/tickets/open-ticket.ts';
import type { ReadTicket, ReadTicketWithMessages } from '#application/tickets/read-ticket.ts';
import type { ReviseTicket } from '#application/tickets/revise-ticket.ts';
import type { TicketView } from '#application/tickets/ticket-view.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { customFields } from '../../wire/field-value.ts';
import { threadText } from '../../wire/message.ts';
import type { ProblemCode } from '../../wire/problem.ts';
import { ticketProblem } from '../../wire/refusal-problem.ts';
import {
  categoryId,
  email,
  externalId,
  line,
  messageBody,
  moment,
  queueId,
  statusLabelId,
  subject,
  userId,
  z,
} from '../../wire/schemas.ts';
import { presentTicket, TicketSchema } from '../../wire/ticket.ts';
import { type Answer, json, jsonText, raise } from '../answer.ts';
import { etag } from '../conditions.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';

export const tag = z.array(line({ min: 1, max: 50 })).max(50);

export const NewTicketSchema = z
  .strictObject({
    subject,
    body: messageBody,
    queueId: queueId.optional().openapi({
      description: 'Without it the default queue of the category, or else Support.',
    }),
    categoryId: categoryId.optional().openapi({ description: 'What it is about.' }),
    priority: z
      .enum(priorities)
      .optional()
      .openapi({ description: 'Staff only; without it the default of the category, or else of the queue.' }),
    tags: tag.optional().openapi({ description: 'Staff only.' }),
    customFields: customFields.optional(),
    externalId: externalId
      .optional()
      .openapi({ description: 'Staff only: what it is called in your product; of all tickets, one.' }),
    requesterId: userId.optional().openapi({ description: 'Staff only: for whom the ticket is raised.' }),
    requesterEmail: email
      .optional()
      .openapi({ description: 'Staff only: for whom; somebody unknown becomes known.' }),
  })
  .refine(({ requesterId, requesterEmail }) => requesterId === undefined || requesterEmail === undefined, {
    path: ['requesterEmail'],
    message: 'goes not together with requesterId',
    params: { code: 'ambiguous' },
    // also beside other breaches: all of them are told
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .openapi('NewTicket', {
    example: { subject: 'I was charged twice', body: 'My card was charged twice in March. Please help.' },
  });

export const RevisionSchema = z
  .strictObject({
    subject: subject.optional(),
    priority: z.enum(priorities).optional().openapi({ description: 'Staff only.' }),
    queueId: queueId.optional().openapi({ description: 'Staff only: moves it, and its new rules hold.' }),
    categoryId: categoryId.nullable().optional().openapi({
      description:
        'Staff only: what it is about; it stays in its queue, and as pressing. Null takes it away.',
    }),
    tags: tag.optional().openapi({ description: 'Staff only: replaces those it has.' }),
    externalId: externalId.nullable().optional().openapi({
      description:
        'Staff only: what it is called in your product; null when it is called nothing there any more.',
    }),
    customFields: customFields.optional(),
    status: z.enum(statuses).optional().openapi({ description: 'A move that the lifecycle lists.' }),
    statusLabelId: statusLabelId.nullable().optional().openapi({
      description:
        'Staff only: a label for the status that it has, or is to have by this; null takes it away.',
    }),
    waitUntil: moment.nullable().optional().openapi({
      description: 'With pending and on-hold: when it opens again by itself; null when it does not.',
    }),
  })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('TicketRevision', { example: { priority: 'high', tags: ['billing', 'refund'] } });

export const ticketAnswer = {
  description: 'The ticket as it now is.',
  schema: TicketSchema,
  headers: { ETag: 'Its version.' },
};

export const ticketElsewhereAnswer = {
  ...ticketAnswer,
  headers: { ...ticketAnswer.headers, 'Content-Location': 'Where it is.' },
};

/** Problems of every route that changes a ticket. */
export const changeProblems = [
  'not-permitted',
  'transition-not-allowed',
  'fields-missing',
  'ticket-closed',
  'ticket-merged',
] as const satisfies readonly ProblemCode[];

/** A changed ticket as an answer, or the problem that its refusal is. */
export const changedAnswer = (changed: TicketChanged): Answer =>
  changed.ok ? ticketJson(200, changed.outcome) : raise(ticketProblem(changed.refusal));

export const ticketJson = (status: number, view: TicketView, headers: Record<string, string> = {}): Answer =>
  json(status, presentTicket(view), { etag: etag(view.version), ...headers });

const ticketWithThread = (view: TicketView, messages: readonly MessageRecord[]): Answer => {
  const ticket = JSON.stringify(presentTicket(view)).slice(0, -1);
  return jsonText(200, `${ticket},"messages":${threadText(messages)}}`, { etag: etag(view.version) });
};

/** What was read, as long as it is the ticket to read. */
const unlessMerged = (view: TicketView | undefined): TicketView => {
  if (view === undefined) return raise({ code: 'not-found' });
  return view.ticket.status === 'merged' ? raise({ code: 'ticket-merged' }) : view;
};

/** Another ticket than the path names, as an answer that says which it is. */
export const ticketElsewhere = (view: TicketView): Answer =>
  ticketJson(200, view, { 'content-location': ticketLocation(view) });

/** Where a ticket is found. */
export const ticketLocation = ({ ticket }: TicketView): string => `/v1/tickets/${ticket.id}`;

export type TicketRoutesDeps = {
  readonly openTicket: OpenTicket;
  readonly readTicket: ReadTicket;
  readonly readTicketWithMessages: ReadTicketWithMessages;
  readonly reviseTicket: ReviseTicket;
};

/** Raising, reading and revising tickets. */
export const ticketRoutes = (deps: TicketRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/tickets',
    operationId: 'openTicket',
    tag: 'Tickets',
    summary: 'Raise a ticket',
    description:
      'Without `queueId` it goes to the default queue of its category, or else to Support. The requester gets an automatic acknowledgement.',
    idempotent: true,
    inputs: { body: NewTicketSchema },
    answers: {
      201: {
        description: 'Raised.',
        schema: TicketSchema,
        headers: { Location: 'Where it is.', ETag: 'Its version.' },
      },
    },
    problems: ['not-permitted', 'external-id-taken'],
    handle: async ({ body, caller }) => {
      const { queueId, categoryId, requesterId, requesterEmail, ...rest } = body;
      const requester = requesterId ? { id: requesterId } : requesterEmail && { email: requesterEmail };
      const opened = await deps.openTicket(
        { ...rest, queue: queueId, category: categoryId, requester, channel: 'api' },
        caller.actor,
      );
      if (!opened.ok) return raise(ticketProblem(opened.refusal));
      return ticketJson(201, opened.outcome, { location: ticketLocation(opened.outcome) });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}',
    operationId: 'readTicket',
    tag: 'Tickets',
    summary: 'Read a ticket',
    inputs: {
      params: ticketParams,
      query: z.strictObject({
        include: z
          .enum(['messages'])
          .optional()
          .openapi({ description: '`messages` adds the last 20, oldest first.' }),
      }),
    },
    answers: {
      200: { ...ticketAnswer, description: 'The ticket.' },
    },
    exists: ticketExists(deps),
    handle: async ({ params, query, caller }) => {
      if (query.include === undefined) {
        const view = await deps.readTicket(params.id, caller.actor);
        return ticketJson(200, unlessMerged(view));
      }
      const found = await deps.readTicketWithMessages(params.id, caller.actor);
      return ticketWithThread(unlessMerged(found?.view), found?.messages ?? []);
    },
  }),
  signedInRoute({
    method: 'patch',
    path: '/v1/tickets/{id}',
    operationId: 'reviseTicket',
    tag: 'Tickets',
    summary: 'Change a ticket',
    description: 'All that is asked for, or nothing. A status moves as the lifecycle lists it.',
    conditional: true,
    inputs: { params: ticketParams, body: RevisionSchema },
    answers: { 200: ticketAnswer },
    problems: [...changeProblems, 'reopen-window-over', 'external-id-taken', 'status-label-unfit'],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) => {
      const { subject, priority, tags, externalId, status, waitUntil, queueId, customFields, statusLabelId } =
        body;
      const revision = {
        subject,
        priority,
        tags,
        externalId,
        status,
        waitUntil,
        queueId,
        customFields,
        statusLabelId,
      };
      const category = body.categoryId;
      return changedAnswer(
        await deps.reviseTicket({ ticket: params.id, ifMatch, ...revision, category }, caller.actor),
      );
    },
  }),
];
