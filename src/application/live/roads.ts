import type { Placed } from '#domain/access/policy.ts';
import type { QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Fact } from '#domain/tickets/facts.ts';
import type { FeedEntry } from '../ports/feed.ts';

/** The name under which the followers of one ticket, one queue or one person's tickets are found. */
export type Road = `ticket ${TicketId}` | `queue ${QueueId}` | `person ${UserId}`;

export const ticketRoad = (id: TicketId): Road => `ticket ${id}`;
export const queueRoad = (id: QueueId): Road => `queue ${id}`;
export const personRoad = (id: UserId): Road => `person ${id}`;

/** Every road a fact goes out on. */
export const roadsOf = ({ ticketId, placed, fact }: FeedEntry): ReadonlySet<Road> => {
  const people = [placed.requester, ...placed.participants, placed.assignee, holderBefore(fact)];
  const queues = [placed.queue, queueBefore(fact)];
  return new Set([
    ticketRoad(ticketId),
    ...queues.flatMap((id) => (id === undefined ? [] : [queueRoad(id)])),
    ...people.flatMap((id) => (id === undefined ? [] : [personRoad(id)])),
  ]);
};

/** Where a fact is to be judged by a queue's followers: a ticket's leaving is still of the queue it leaves. */
export const placedIn = (queue: QueueId, { placed, fact }: FeedEntry): Placed =>
  placed.queue !== queue && queueBefore(fact) === queue ? { ...placed, queue } : placed;

const queueBefore = (fact: Fact): QueueId | undefined =>
  fact.type === 'ticket-moved' ? fact.data.before : undefined;

/** Whoever loses a ticket by a fact still hears of that. */
const holderBefore = (fact: Fact): UserId | undefined =>
  fact.type === 'ticket-assigned' || fact.type === 'ticket-stolen' || fact.type === 'ticket-released'
    ? fact.data.before
    : undefined;
