import type { IssueLiveTicket } from '#application/identity/live-tickets.ts';
import { z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const LiveTicketSchema = z
  .object({
    ticket: z.string().openapi({ description: 'For `GET /v1/live?ticket=`, once.' }),
    expiresIn: z.int().openapi({ description: 'Seconds to use it in.' }),
  })
  .openapi('LiveTicket');

/** What a browser opens a live connection with, since it cannot set the Authorization header there. */
export const liveTicketRoute = (deps: { readonly issueLiveTicket: IssueLiveTicket }): Route =>
  signedInRoute({
    method: 'post',
    path: '/v1/live/tickets',
    operationId: 'issueLiveTicket',
    tag: 'Live',
    summary: 'Get a ticket to open one live connection',
    description: 'The connection ends with the access token the ticket was asked for with.',
    inputs: {},
    answers: { 201: { description: 'Issued.', schema: LiveTicketSchema } },
    problems: ['not-permitted'],
    handle: async ({ caller }) => {
      if (caller.by !== undefined) {
        return raise({ code: 'not-permitted', detail: 'Nobody follows tickets for somebody else.' });
      }
      const { ticket, expiresInSeconds } = await deps.issueLiveTicket(caller);
      return json(201, { ticket, expiresIn: expiresInSeconds });
    },
  });
