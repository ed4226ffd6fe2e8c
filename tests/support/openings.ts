import type { Decision } from '#domain/shared/decision.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { FactData } from '#domain/tickets/facts.ts';
import { born } from '#domain/tickets/fold.ts';
import { carla } from './people.ts';
import { billing } from './queues.ts';
import { factBy, messageId, noon } from './tickets.ts';

/** A new ticket of carla's in billing, but for what matters to a test, as its one fact brings it about. */
export const opening = (
  id: TicketId,
  { at = noon, ...wanted }: Partial<FactData['ticket-opened']> & { readonly at?: Date } = {},
): Change => {
  const opened = factBy(carla, at, 'ticket-opened', {
    subject: 'Charged twice',
    requester: carla.id,
    participants: [],
    queue: billing.id,
    priority: 'normal',
    tags: [],
    channel: 'api',
    message: { id: messageId(1), kind: 'public', author: carla.id, automatic: false, body: 'See.', at },
    ...wanted,
  });
  return { ticket: born(id, opened), facts: [opened] };
};

/** What a decision allowed that must not be refused here. */
export const outcomeOf = <Outcome>(decision: Decision<Outcome, { readonly code: string }>): Outcome => {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  return decision.outcome;
};
