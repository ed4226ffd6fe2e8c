import type { TakeNextTicket } from '#application/queues/next-ticket.ts';
import type { ListQueues } from '#application/queues/queues.ts';
import { ticketProblem } from '../../wire/refusal-problem.ts';
import { queueId, z } from '../../wire/schemas.ts';
import { empty, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketElsewhere, ticketElsewhereAnswer } from '../tickets/ticket-routes.ts';

/** Handing out work. */
export const nextRoute = (deps: {
  readonly listQueues: ListQueues;
  readonly takeNextTicket: TakeNextTicket;
}): Route =>
  signedInRoute({
    method: 'post',
    path: '/v1/queues/{id}/next',
    operationId: 'takeNextTicket',
    tag: 'Queues',
    summary: 'Claim the ticket of a queue that comes next',
    description:
      'The first new or open ticket that nobody holds and you did not raise, in waiting order: the most pressing, then whose requester waits longest. Of any number who ask at once each gets another one.',
    idempotent: true,
    inputs: { params: z.object({ id: queueId.openapi({ description: 'The id of a queue.' }) }) },
    answers: { 200: ticketElsewhereAnswer, 204: { description: 'Nothing waits for somebody to take it.' } },
    problems: ['not-permitted'],
    exists: async ({ params, caller }) => {
      const queues = await deps.listQueues(caller.actor);
      return queues.ok && queues.outcome.some(({ id }) => id === params.id);
    },
    handle: async ({ params, caller }) => {
      const next = await deps.takeNextTicket(params.id, caller.actor);
      if (!next.ok) return raise(ticketProblem(next.refusal));
      return next.outcome === undefined ? empty(204) : ticketElsewhere(next.outcome);
    },
  });
