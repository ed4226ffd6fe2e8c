import { mayInQueue } from '#domain/access/policy.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import type { Feed } from '../ports/feed.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketHistory } from '../ports/ticket-history.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Cursor } from './cursor.ts';
import { followOrder, type OrderedTopic, startOn } from './follow-order.ts';
import { followTicket, type TicketFollowing } from './follow-ticket.ts';
import type { Following, Listening } from './following.ts';
import type { LiveHub } from './live-hub.ts';
import { personRoad, placedIn, queueRoad } from './roads.ts';
import type { Topic } from './topic.ts';
import { turnstile } from './turnstile.ts';

export type SubscribeDeps = {
  readonly hub: LiveHub;
  readonly feed: Feed;
  readonly reader: Pick<TicketReader, 'find'>;
  readonly history: TicketHistory;
  readonly unitOfWork: UnitOfWork;
};

export type Wanted = {
  readonly topic: Topic;
  /** Where a former following ended; `unusable` is what could not be read. */
  readonly after: Cursor | 'unusable' | undefined;
};

export type Subscribe = (
  wanted: Wanted,
  listening: Listening,
) => Promise<Decision<Following | TicketFollowing, { readonly code: 'not-found' }>>;

/** Follows a topic as far as the policy allows: facts begin to flow once the following is started. */
export const subscribe = (given: SubscribeDeps): Subscribe => {
  const deps = inTurn(given);
  return async ({ topic, after }, listening) => {
    await deps.hub.ready();
    switch (topic.kind) {
      case 'ticket':
        return onTicket(deps, topic.ticket, after, listening);
      case 'queue':
        return onQueue(deps, topic.queue, after, listening);
      case 'mine':
        return accept(await inOrder(deps, mine(listening), after, listening));
    }
  };
};

/** Reads at once for all who come back together; they must leave room in the database for everybody else. */
const readsAtOnce = 8;

const inTurn = ({ hub, feed, reader, history, unitOfWork }: SubscribeDeps): SubscribeDeps => {
  const turn = turnstile(readsAtOnce);
  return {
    hub,
    feed: {
      after: (position, limit) => turn(() => feed.after(position, limit)),
      head: () => turn(() => feed.head()),
    },
    reader: { find: (ref) => turn(() => reader.find(ref)) },
    history: { page: (ticket, audience, page) => turn(() => history.page(ticket, audience, page)) },
    unitOfWork,
  };
};

const onTicket = async (
  deps: SubscribeDeps,
  ref: TicketRef,
  after: Wanted['after'],
  listening: Listening,
): ReturnType<Subscribe> => {
  const stored = await deps.reader.find(ref);
  const audience = stored && audienceFor(listening.who(), stored.ticket);
  if (stored === undefined || audience === undefined) return refuse({ code: 'not-found' });
  return accept(followTicket(deps, { stored, audience }, after, listening));
};

const onQueue = async (
  deps: SubscribeDeps,
  id: QueueId,
  after: Wanted['after'],
  listening: Listening,
): ReturnType<Subscribe> => {
  const { who } = listening;
  const allowed = (): boolean => mayInQueue(who(), 'ticket:read', id);
  if (!allowed()) return refuse({ code: 'not-found' });
  const queue = await deps.unitOfWork.run((tx) => tx.queues.find(id));
  if (queue === undefined) return refuse({ code: 'not-found' });
  const topic: OrderedTopic = {
    road: queueRoad(id),
    allowed,
    audienceOf: (entry) => audienceFor(who(), placedIn(id, entry)),
  };
  return accept(await inOrder(deps, topic, after, listening));
};

/** A ticket is one's own by how it stands now; what is invisible by then is not told. */
const mine = ({ who }: Listening): OrderedTopic => ({
  road: personRoad(who().id),
  allowed: () => true,
  audienceOf: ({ placed }) => audienceFor(who(), placed),
});

const inOrder = async (
  deps: SubscribeDeps,
  topic: OrderedTopic,
  after: Wanted['after'],
  { listener }: Listening,
): Promise<Following> => followOrder(deps, topic, await startOn(deps, after), listener);
