import type { Context } from 'hono';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import { problemBody, statusOf } from '../wire/problem.ts';
import { type Answer, ProblemThrown, raise } from './answer.ts';
import type { Caller, Route } from './route.ts';
import { ticketRef } from './tickets/ticket-ref.ts';

/** A merged ticket keeps its own facts; undoing is about itself; and whoever merges names the very ticket that goes. */
const staying: readonly string[] = ['listFacts', 'mergeTickets', 'undoMerge'];

/** Whether a route of a ticket that was merged leads to its survivor. */
export const leadsToSurvivor = ({ path, operationId }: Pick<Route, 'path' | 'operationId'>): boolean =>
  /^\/v1\/tickets\/\{id\}(\/|$)/.test(path) && !staying.includes(operationId);

/** The statuses of what a merged ticket answers: what it had is not there, and its state allows nothing. */
const told: readonly number[] = [404, 409, 412];

type Asked = { readonly route: Route; readonly context: Context; readonly caller: Caller | undefined };

/**
 * Answers 308 with the same path of the survivor, where a ticket was merged and the caller sees both. Whoever does not see
 * the survivor hears that the ticket was merged, and not into which.
 */
export const orTheSurvivor = async (
  readTicket: ReadTicket,
  { route, context, caller }: Asked,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    const mayBe = error instanceof ProblemThrown && told.includes(statusOf(error.problem.code));
    if (!mayBe || caller === undefined || !leadsToSurvivor(route)) throw error;
    const named = ticketRef.safeParse(context.req.param('id'));
    const ticket = named.data && (await readTicket(named.data, caller.actor))?.ticket;
    if (ticket?.status !== 'merged') throw error;
    const survivor = await readTicket({ id: ticket.survivor }, caller.actor);
    if (survivor === undefined) return raise({ code: 'ticket-merged' });
    return permanently(pathOf(context.req.url, survivor.ticket.id), context.var.requestId);
  }
};

/** The same path and query, of another ticket. */
const pathOf = (url: string, ticket: string): string => {
  const { pathname, search } = new URL(url);
  const [empty, version, tickets, , ...rest] = pathname.split('/');
  return `${[empty, version, tickets, ticket, ...rest].join('/')}${search}`;
};

const permanently = (location: string, requestId: string): Answer => ({
  status: 308,
  headers: { 'content-type': 'application/problem+json; charset=utf-8', location },
  body: JSON.stringify({ ...problemBody({ code: 'ticket-merged' }, requestId), status: 308 }),
});
