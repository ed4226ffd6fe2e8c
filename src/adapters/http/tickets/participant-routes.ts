import type { ChangeParticipant, ListParticipants } from '#application/tickets/participants.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { shownId, userId, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';
import { changedAnswer, changeProblems, ticketAnswer } from './ticket-routes.ts';

const participantParams = ticketParams.extend({
  userId: userId.openapi({ description: 'The id of a person.' }),
});

const ParticipantListSchema = z
  .object({
    items: z.array(z.object({ id: shownId, name: z.string() })),
    nextCursor: z.null().openapi({ description: 'They all come at once.' }),
  })
  .openapi('ParticipantList');

export type ParticipantRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly listParticipants: ListParticipants;
  readonly addParticipant: ChangeParticipant;
  readonly removeParticipant: ChangeParticipant;
};

/** Who may read and answer a ticket beside its requester and staff. */
export const participantRoutes = (deps: ParticipantRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/participants',
    operationId: 'listParticipants',
    tag: 'Tickets',
    summary: 'List who takes part in a ticket',
    inputs: { params: ticketParams },
    answers: { 200: { description: 'All of them.', schema: ParticipantListSchema } },
    problems: [],
    exists: ticketExists(deps),
    handle: async ({ params, caller }) => {
      const items = await deps.listParticipants(params.id, caller.actor);
      return items === undefined ? raise({ code: 'not-found' }) : json(200, { items, nextCursor: null });
    },
  }),
  signedInRoute({
    method: 'put',
    path: '/v1/tickets/{id}/participants/{userId}',
    operationId: 'addParticipant',
    tag: 'Tickets',
    summary: 'Let somebody take part in a ticket',
    description: 'They may read and answer it, and are mailed what is said in public. Staff only.',
    conditional: true,
    inputs: { params: participantParams },
    answers: { 200: ticketAnswer },
    problems: [...changeProblems, 'too-many-participants'],
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(
        await deps.addParticipant({ ticket: params.id, participant: params.userId, ifMatch }, caller.actor),
      ),
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/tickets/{id}/participants/{userId}',
    operationId: 'removeParticipant',
    tag: 'Tickets',
    summary: 'End that somebody takes part in a ticket',
    description: 'Staff end it for anybody, and everybody for themselves. Who takes no part is not found.',
    conditional: true,
    inputs: { params: participantParams },
    answers: { 200: ticketAnswer },
    problems: changeProblems,
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(
        await deps.removeParticipant(
          { ticket: params.id, participant: params.userId, ifMatch },
          caller.actor,
        ),
      ),
  }),
];
