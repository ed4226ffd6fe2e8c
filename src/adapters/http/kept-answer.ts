import type { MayStillOpen } from '#application/tickets/may-still-open.ts';
import type { ReadTicket } from '#application/tickets/read-ticket.ts';
import type { Answer } from './answer.ts';
import type { Caller, Route } from './route.ts';
import { ticketRef } from './tickets/ticket-ref.ts';

type Deps = { readonly readTicket: ReadTicket; readonly mayStillOpen: MayStillOpen };

/**
 * Whether a kept answer may be given to the person who repeats the request: the ticket it tells of is there for them, or
 * they opened it and still might, which tells nothing that they did not say.
 */
export const mayHearAgain = async (
  { readTicket, mayStillOpen }: Deps,
  { operationId }: Pick<Route, 'operationId'>,
  { headers }: Answer,
  caller: Caller | undefined,
): Promise<boolean> => {
  if (headers?.['idempotency-replayed'] === undefined || caller === undefined) return true;
  const place = headers['location'] ?? headers['content-location'] ?? '';
  const named = /^\/v1\/tickets\/([^/]+)/.exec(place)?.[1];
  if (named === undefined) return true;
  // a token that only opens tickets was shown the answer, too
  const person = { ...caller.actor, limitedTo: undefined };
  const ref = ticketRef.parse(named);
  if ((await readTicket(ref, person)) !== undefined) return true;
  return operationId === 'openTicket' && mayStillOpen(ref, person);
};
