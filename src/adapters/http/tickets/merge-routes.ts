import type { MergeTickets, UndoMerge } from '#application/tickets/merge-tickets.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { breach } from '../../wire/refusal-problem.ts';
import { ticketId, z } from '../../wire/schemas.ts';
import { raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';
import {
  changedAnswer,
  changeProblems,
  ticketAnswer,
  ticketElsewhere,
  ticketElsewhereAnswer,
} from './ticket-routes.ts';

const MergerSchema = z
  .strictObject({ into: ticketId.openapi({ description: 'The id of the ticket that survives.' }) })
  .openapi('Merger', { example: { into: '01957b3e-9c00-7c30-b000-000000000002' } });

export type MergeRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly mergeTickets: MergeTickets;
  readonly undoMerge: UndoMerge;
};

/** Making two tickets one, and taking that back. */
export const mergeRoutes = (deps: MergeRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/merge',
    operationId: 'mergeTickets',
    tag: 'Tickets',
    summary: 'Merge a ticket into another, which survives',
    description:
      'For staff who may merge both. Messages, participants and tags go to the survivor; from then on every path of this ticket but its facts and undoing leads there by 308.',
    idempotent: true,
    conditional: true,
    inputs: { params: ticketParams, body: MergerSchema },
    answers: { 200: { ...ticketElsewhereAnswer, description: 'The survivor as it now is.' } },
    problems: [
      ...changeProblems,
      'ticket-is-spam',
      'merge-into-itself',
      'merge-would-chain',
      'merge-target-unfit',
      'too-many-participants',
      'too-many-messages',
    ],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) => {
      const merged = await deps.mergeTickets({ ticket: params.id, ifMatch, into: body.into }, caller.actor);
      if (!merged.ok && merged.refusal.code === 'unknown-ticket')
        return raise(breach('into', 'unknown-ticket', 'must be a ticket that you see'));
      return merged.ok ? ticketElsewhere(merged.outcome) : changedAnswer(merged);
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/merge/undo',
    operationId: 'undoMerge',
    tag: 'Tickets',
    summary: 'Undo the merge of a ticket',
    description:
      'Within seven days. The ticket is as it was; its survivor is without what came from it, and keeps what was written since.',
    idempotent: true,
    conditional: true,
    inputs: { params: ticketParams },
    answers: { 200: ticketAnswer },
    problems: ['not-permitted', 'not-merged', 'merge-undo-over'],
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(await deps.undoMerge({ ticket: params.id, ifMatch }, caller.actor)),
  }),
];
