import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { ChangeRefusal, Found } from './change-ticket.ts';
import { viewAs } from './ticket-view.ts';

/** What an author says of how much they have read. */
export type Seen = {
  /** The last `seq` they saw, as they count; `undefined` asks for no guard. */
  readonly lastSeenSeq?: number | undefined;
  /** Writes whatever came meanwhile. */
  readonly force?: boolean | undefined;
};

/** How many unseen messages a refusal names: the last ones. */
export const mostUnseen = 20;

/** What was decided, unless its author has not seen a public message; asked while nobody else can add one. */
export const unlessUnseen = async (
  { tx, stored, audience }: Found,
  { lastSeenSeq, force = false }: Seen,
  decision: Decision<Change, ChangeRefusal>,
): Promise<Decision<Change, ChangeRefusal>> => {
  if (!decision.ok || lastSeenSeq === undefined || force) return decision;
  if (lastSeenSeq >= viewAs(audience, stored).version) return decision;
  const since = { after: lastSeenSeq, most: mostUnseen };
  const messages = await tx.tickets.publicMessages(stored.ticket.id, audience, since);
  return messages.length === 0 ? accept(decision.outcome) : refuse({ code: 'unseen-messages', messages });
};
