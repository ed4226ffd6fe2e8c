import type { TicketFollowing } from '#application/live/follow-ticket.ts';
import type { Following, Listener } from '#application/live/following.ts';
import type { Presence } from '#application/live/presence.ts';
import type { Subscribe } from '#application/live/subscribe.ts';
import type { Logger } from '#application/ports/logger.ts';
import type { ClientFrameOf } from '../wire/live-client-frames.ts';
import type { LiveCursors } from '../wire/live-cursors.ts';
import type { FramedFacts } from './framed-facts.ts';
import type { LiveLimits } from './live-limits.ts';
import { problemOf } from './refused.ts';
import type { Speaker } from './speaker.ts';

export type TopicsDeps = {
  readonly subscribe: Subscribe;
  readonly presence: Presence;
  readonly cursors: LiveCursors;
  readonly framedFacts: FramedFacts;
  readonly limits: Pick<LiveLimits, 'topicsPerConnection'>;
  readonly logger: Logger;
};

/** The topics one connection follows. */
export type Topics = {
  subscribe(frame: ClientFrameOf<'subscribe'>): Promise<void>;
  unsubscribe(frame: ClientFrameOf<'unsubscribe'>): void;
  /** Asks the policy again about all of them. */
  recheck(): void;
  end(): void;
};

type Followed = {
  readonly following: Following;
  readonly watching: ReturnType<Presence['watch']> | undefined;
};

export const topics = (deps: TopicsDeps, speaker: Speaker): Topics => {
  const followed = new Map<string, Followed>();

  const drop = (name: string): void => {
    const one = followed.get(name);
    followed.delete(name);
    one?.following.end();
    one?.watching?.end();
  };

  const listenerOn = (name: string): Listener => ({
    fact: (heard, cursor) => speaker.outlet.write(deps.framedFacts(name, heard, cursor)),
    reset(cursor) {
      speaker.tell({ type: 'reset', topic: name, cursor: deps.cursors.write(cursor) });
      followed.get(name)?.watching?.refresh();
    },
    left() {
      drop(name);
      speaker.refuse({ topic: name }, { code: 'not-found' });
    },
    failed(error) {
      drop(name);
      const problem = problemOf(error, deps.logger, { connection: speaker.id });
      speaker.refuse({ topic: name }, problem);
    },
    ready: () => speaker.outlet.ready(),
  });

  const watch = (name: string, { ticket: ticketId, audience }: TicketFollowing) =>
    deps.presence.watch(ticketId, {
      audience,
      show: ({ typing, viewing }) =>
        speaker.tell({
          type: 'presence',
          topic: name,
          ticketId,
          typing: [...typing],
          ...(viewing === undefined ? {} : { viewing: [...viewing] }),
        }),
    });

  return {
    async subscribe({ ref, topic: { name, topic }, after }) {
      const about = { ref, topic: name };
      if (topic === undefined) return speaker.refuse(about, { code: 'not-found' });
      if (!followed.has(name) && followed.size >= deps.limits.topicsPerConnection) {
        const detail = `A connection follows at most ${deps.limits.topicsPerConnection} topics.`;
        return speaker.refuse(about, { code: 'too-many-requests', detail });
      }
      const decision = await deps.subscribe(
        { topic, after: after === undefined ? undefined : deps.cursors.read(after) },
        { who: speaker.actor, listener: listenerOn(name) },
      );
      if (!decision.ok) return speaker.refuse(about, decision.refusal);
      const following = decision.outcome;
      if (!speaker.isOpen()) return following.end();
      drop(name);
      speaker.tell({ type: 'subscribed', ...about, cursor: deps.cursors.write(following.cursor) });
      followed.set(name, { following, watching: 'ticket' in following ? watch(name, following) : undefined });
      following.start();
    },
    unsubscribe({ ref, topic: { name } }) {
      drop(name);
      speaker.tell({ type: 'accepted', ref, topic: name });
    },
    recheck() {
      for (const { following } of [...followed.values()]) following.recheck();
    },
    end() {
      for (const name of [...followed.keys()]) drop(name);
    },
  };
};
