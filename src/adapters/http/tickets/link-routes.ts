import type { LinkTickets, ListLinks, UnlinkTickets } from '#application/tickets/links.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { saidKinds } from '#domain/tickets/link-kinds.ts';
import { LinkSchema, presentLink } from '../../wire/link.ts';
import { ticketProblem } from '../../wire/refusal-problem.ts';
import { cursor, limit, linkId, ticketId, z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';
import { ticketExists, ticketParams } from './ticket-ref.ts';
import { changedAnswer, changeProblems, ticketAnswer } from './ticket-routes.ts';

const NewLinkSchema = z
  .strictObject({
    ticketId: ticketId.openapi({ description: 'The id of the other ticket.' }),
    kind: z.enum(saidKinds).openapi({ description: 'How the ticket of the path stands to the other one.' }),
  })
  .openapi('NewTicketLink', {
    example: { ticketId: '01957b3e-9c00-7c30-b000-000000000002', kind: 'duplicate-of' },
  });

const linkParams = ticketParams.extend({
  linkId: linkId.openapi({ description: 'The id of a link of the ticket.' }),
});

export type LinkRoutesDeps = {
  readonly readTicket: ReadTicket;
  readonly listLinks: ListLinks;
  readonly linkTickets: LinkTickets;
  readonly unlinkTickets: UnlinkTickets;
  readonly cursors: Cursors;
};

/** How tickets stand to each other. */
export const linkRoutes = (deps: LinkRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/tickets/{id}/links',
    operationId: 'listLinks',
    tag: 'Tickets',
    summary: 'List the links of a ticket',
    description:
      'To tickets that you see; there are no others for you. Customers get what is a follow-up of what, staff also what staff have said.',
    inputs: { params: ticketParams, query: z.strictObject({ limit, cursor }) },
    answers: {
      200: {
        description: 'A page, oldest first.',
        schema: z
          .object({ items: z.array(LinkSchema), nextCursor: z.string().nullable() })
          .openapi('TicketLinkList'),
      },
    },
    problems: ['invalid-cursor'],
    exists: ticketExists(deps),
    handle: async ({ params, query, caller }) => {
      const bound = `links ${caller.actor.id} ${JSON.stringify(params.id)}`;
      const after = query.cursor === undefined ? '' : String(deps.cursors.open(bound, query.cursor));
      const page = await deps.listLinks(params.id, { after, limit: query.limit }, caller.actor);
      if (page === undefined) return raise({ code: 'not-found' });
      const nextCursor = page.next === undefined ? null : deps.cursors.seal(bound, page.next);
      return json(200, { items: page.items.map(presentLink), nextCursor });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/{id}/links',
    operationId: 'linkTickets',
    tag: 'Tickets',
    summary: 'Link a ticket to another',
    description:
      'For staff who may triage both. The other one shows the same link from its side. Each of two tickets stands to the other once in each way, and has a hundred links at most.',
    idempotent: true,
    conditional: true,
    inputs: { params: ticketParams, body: NewLinkSchema },
    answers: {
      201: { description: 'Linked.', schema: LinkSchema, headers: { Location: 'The links of the ticket.' } },
    },
    problems: [
      ...changeProblems,
      ...([
        'ticket-is-spam',
        'link-to-itself',
        'link-target-unfit',
        'already-linked',
        'too-many-links',
      ] as const),
    ],
    exists: ticketExists(deps),
    handle: async ({ params, body, caller, ifMatch }) => {
      const wanted = { ticket: params.id, ifMatch, other: body.ticketId, kind: body.kind };
      const linked = await deps.linkTickets(wanted, caller.actor);
      if (!linked.ok) return raise(ticketProblem(linked.refusal));
      const ticket = 'id' in params.id ? params.id.id : params.id.number;
      return json(201, presentLink(linked.outcome), { location: `/v1/tickets/${ticket}/links` });
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/tickets/{id}/links/{linkId}',
    operationId: 'unlinkTickets',
    tag: 'Tickets',
    summary: 'Take a link back',
    description:
      'From both tickets, for staff who may triage both. What a follow-up follows up stays for good.',
    conditional: true,
    inputs: { params: linkParams },
    answers: { 200: ticketAnswer },
    problems: changeProblems,
    exists: ticketExists(deps),
    handle: async ({ params, caller, ifMatch }) =>
      changedAnswer(
        await deps.unlinkTickets({ ticket: params.id, link: params.linkId, ifMatch }, caller.actor),
      ),
  }),
];
