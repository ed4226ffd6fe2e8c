import type { QueueCounts } from '#application/ports/ticket-counts.ts';
import type { CountTickets } from '#application/queues/count-tickets.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { queueProblem } from '../../wire/queue.ts';
import { z } from '../../wire/schemas.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const count = z.int().min(0);

const CountersSchema = z
  .object({
    queueId: z.uuid(),
    statuses: z
      .object(Object.fromEntries(statuses.map((status) => [status, count])))
      .openapi({ description: 'Tickets by status.' }),
    holders: z
      .array(z.object({ userId: z.uuid(), tickets: count }))
      .openapi({ description: 'Who holds how many unsolved tickets of the queue, the most first.' }),
  })
  .openapi('QueueCounters');

const present = ({ queue, statuses: byStatus, holders }: QueueCounts) => ({
  queueId: queue,
  statuses: Object.fromEntries(byStatus),
  holders: [...holders]
    .map(([userId, tickets]) => ({ userId, tickets }))
    .toSorted((one, other) => other.tickets - one.tickets || (one.userId < other.userId ? -1 : 1)),
});

/** How much there is to do. */
export const countersRoute = (deps: { readonly countTickets: CountTickets }): Route =>
  signedInRoute({
    method: 'get',
    path: '/v1/queues/counters',
    operationId: 'countTickets',
    tag: 'Queues',
    summary: 'Count the tickets of the queues one works',
    description:
      'Kept with every change of a ticket, so that it costs the same however many there are; counted anew once an hour.',
    inputs: {},
    answers: {
      200: {
        description: 'A queue each, by name. Queues whose tickets one may not all see are left out.',
        schema: z
          .object({ items: z.array(CountersSchema), nextCursor: z.null() })
          .openapi('QueueCountersList'),
      },
    },
    problems: ['not-permitted'],
    handle: async ({ caller }) => {
      const counted = await deps.countTickets(caller.actor);
      return counted.ok
        ? json(200, { items: counted.outcome.map(present), nextCursor: null })
        : raise(queueProblem(counted.refusal));
    },
  });
