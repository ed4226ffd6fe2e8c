import type { MarkedTicket } from '#application/ports/read-markers.ts';
import type { ListReadMarkers, MoveReadMarker, ReadReadMarker } from '#application/tickets/read-markers.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { shownId, shownMoment, ticketId, z } from '../../wire/schemas.ts';
import { type Answer, json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';

const ReadMarkerSchema = z
  .object({
    ticketId: shownId,
    seq: z.int().openapi({ description: 'How far you have read; 0 before the first time.' }),
    readAt: shownMoment.nullable().openapi({ description: 'When you said so.' }),
    unread: z.int().openapi({ description: 'Messages of others after it, as far as you may read them.' }),
  })
  .openapi('ReadMarker');

const markerAnswer = { 200: { description: 'Your marker as it now is.', schema: ReadMarkerSchema } };

const present = ({ ticket, seq, readAt, unread }: MarkedTicket) => ({
  ticketId: ticket,
  seq,
  readAt: readAt ?? null,
  unread,
});

const answerWith = (marked: MarkedTicket | undefined): Answer =>
  marked === undefined ? raise({ code: 'not-found' }) : json(200, present(marked));

const severalTickets = z.preprocess(
  (raw) => (raw === undefined || Array.isArray(raw) ? raw : [raw]),
  z.array(ticketId).min(1).max(100),
);

export type ReadMarkerRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly readReadMarker: ReadReadMarker;
  readonly moveReadMarker: MoveReadMarker;
  readonly listReadMarkers: ListReadMarkers;
};

/** How far whoever asks has read, and what they have not. */
export const readMarkerRoutes = (deps: ReadMarkerRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/read-marker',
    operationId: 'readReadMarker',
    tag: 'Tickets',
    summary: 'Read how far you have read a ticket',
    inputs: { params: ticketParams },
    answers: markerAnswer,
    exists: ticketExists(deps),
    handle: async ({ params, caller }) => answerWith(await deps.readReadMarker(params.id, caller.actor)),
  }),
  signedInRoute({
    method: 'put',
    path: '/v1/tickets/{id}/read-marker',
    operationId: 'moveReadMarker',
    tag: 'Tickets',
    summary: 'Say how far you have read a ticket',
    description:
      'Yours alone, and known to nobody else. It never moves back, nor beyond the last fact there is; the ticket and its version stay as they are.',
    inputs: {
      params: ticketParams,
      body: z
        .strictObject({
          seq: z.int().min(0).max(999_999_999).openapi({ description: 'The highest `seq` you have read.' }),
        })
        .openapi('ReadMarkerMove', { example: { seq: 7 } }),
    },
    answers: markerAnswer,
    exists: ticketExists(deps),
    handle: async ({ params, body, caller }) =>
      answerWith(await deps.moveReadMarker({ ticket: params.id, seq: body.seq }, caller.actor)),
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/me/read-markers',
    operationId: 'listReadMarkers',
    tag: 'Tickets',
    summary: 'Read how far you have read several tickets',
    description: 'For a page of a list, in the order asked for. What you may not see is left out.',
    inputs: {
      query: z.strictObject({
        id: severalTickets.optional().openapi({
          type: 'array',
          items: { type: 'string', format: 'uuid' },
          minItems: 1,
          maxItems: 100,
          description: 'The id of a ticket; may be given up to 100 times.',
        }),
      }),
    },
    answers: {
      200: {
        description: 'Your markers.',
        schema: z
          .object({
            items: z.array(ReadMarkerSchema),
            nextCursor: z.null().openapi({ description: 'They all come at once.' }),
          })
          .openapi('ReadMarkerList'),
      },
    },
    handle: async ({ query, caller }) => {
      const marked = await deps.listReadMarkers(query.id ?? [], caller.actor);
      return json(200, { items: marked.map(present), nextCursor: null });
    },
  }),
];
