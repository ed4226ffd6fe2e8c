import type { Actor } from '#domain/access/actor.ts';
import { type Decision, refuse } from '#domain/shared/decision.ts';
import type { Change } from '#domain/tickets/change.ts';
import { missingFields } from '#domain/tickets/fill-in.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

type Found = { readonly tx: Pick<Transaction, 'customFields'>; readonly ticket: Pick<Ticket, 'queue'> };

/**
 * What was decided, unless it solves a ticket that lacks what its solver must say: as it is when all is done, by the
 * rules and rights of the queue in which it is solved.
 */
export const unlessIncomplete = async <Refusal>(
  { tx, ticket }: Found,
  by: Actor,
  decision: Decision<Change, Refusal>,
): Promise<Decision<Change, Refusal | TicketRefusal>> => {
  if (!decision.ok || !decision.outcome.facts.some(({ type }) => type === 'ticket-solved')) return decision;
  const solved = { ...decision.outcome.ticket, queue: ticket.queue };
  const keys = missingFields(solved, { by, when: 'solve', fields: await tx.customFields.recent() });
  return keys.length === 0 ? decision : refuse({ code: 'fields-missing', keys });
};
