import type { AssignTicket, HoldTicket } from '#application/tickets/hold-ticket.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import type { ProblemCode } from '../../wire/problem.ts';
import { userId, z } from '../../wire/schemas.ts';
import { type Method, type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';
import { changedAnswer, changeProblems, ticketAnswer } from './ticket-routes.ts';

export type StepRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly claimTicket: HoldTicket;
  readonly releaseTicket: HoldTicket;
  readonly stealTicket: HoldTicket;
  readonly assignTicket: AssignTicket;
  readonly closeTicket: HoldTicket;
  readonly reopenTicket: HoldTicket;
};

type Step = {
  readonly method: Method;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly take: HoldTicket;
  readonly problems: readonly ProblemCode[];
};

/** A step in a ticket's life that takes no body. */
const step = (deps: StepRoutesDeps, { take, problems, ...described }: Step): Route =>
  signedInRoute({
    ...described,
    tag: 'Tickets',
    idempotent: described.method === 'post',
    conditional: true,
    inputs: { params: ticketParams },
    answers: { 200: ticketAnswer },
    problems: [...changeProblems, ...problems],
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(await take({ ticket: params.id, ifMatch }, caller.actor)),
  });

/** Claiming, releasing, stealing, assigning, closing and reopening. */
export const stepRoutes = (deps: StepRoutesDeps): readonly Route[] => [
  step(deps, {
    method: 'post',
    path: '/v1/tickets/{id}/claim',
    operationId: 'claimTicket',
    summary: 'Take an unassigned ticket',
    description:
      'Of any number who claim at once exactly one gets 200; the others learn who holds it by `already-claimed` with `assigneeId`.',
    take: deps.claimTicket,
    problems: ['already-claimed', 'ticket-not-active'],
  }),
  step(deps, {
    method: 'post',
    path: '/v1/tickets/{id}/release',
    operationId: 'releaseTicket',
    summary: 'Give a ticket back to its queue',
    description: "One's own; leads release anybody's.",
    take: deps.releaseTicket,
    problems: ['not-assigned', 'ticket-not-active'],
  }),
  step(deps, {
    method: 'post',
    path: '/v1/tickets/{id}/steal',
    operationId: 'stealTicket',
    summary: 'Take a ticket over from whoever holds it',
    description: 'For leads.',
    take: deps.stealTicket,
    problems: ['already-claimed', 'not-assigned', 'ticket-not-active'],
  }),
  signedInRoute({
    method: 'put',
    path: '/v1/tickets/{id}/assignee',
    operationId: 'assignTicket',
    tag: 'Tickets',
    summary: 'Hand a ticket to somebody',
    description: 'To anybody active who works in its queue. For leads.',
    conditional: true,
    inputs: {
      params: ticketParams,
      body: z
        .strictObject({ userId: userId.openapi({ description: 'Who is to hold it.' }) })
        .openapi('Assignment'),
    },
    answers: { 200: ticketAnswer },
    problems: [...changeProblems, 'ticket-not-active'],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) =>
      changedAnswer(await deps.assignTicket({ ticket: params.id, ifMatch, to: body.userId }, caller.actor)),
  }),
  step(deps, {
    method: 'post',
    path: '/v1/tickets/{id}/close',
    operationId: 'closeTicket',
    summary: 'Close a ticket for good; an unsolved one is solved and closed at once',
    description:
      'The one who closes an unsolved, unassigned ticket becomes its assignee. A closed ticket never changes; a customer writing to it opens a follow-up, if its queue says so.',
    take: deps.closeTicket,
    problems: [],
  }),
  step(deps, {
    method: 'delete',
    path: '/v1/tickets/{id}',
    operationId: 'deleteTicket',
    summary: 'Close a ticket for good (nothing is deleted)',
    description: 'The same as `POST /v1/tickets/{id}/close`.',
    take: deps.closeTicket,
    problems: [],
  }),
  step(deps, {
    method: 'post',
    path: '/v1/tickets/{id}/reopen',
    operationId: 'reopenTicket',
    summary: 'Take a ticket up again',
    description:
      "Staff at any time, customers inside the queue's window after solving. Closed tickets are reopened by admins only.",
    take: deps.reopenTicket,
    problems: ['reopen-window-over'],
  }),
];
