import type { Queue } from '#domain/queues/queue.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import { chance } from './chance.ts';
import { userIdOf } from './ids.ts';
import { agents, people, signedInAgents } from './people.ts';

/** Who and what a ticket's life is about. */
export type Cast = {
  readonly queue: Queue;
  readonly requester: UserId;
  readonly agent: UserId;
  /** Whether the agent takes it before anything else. */
  readonly isHeld: boolean;
  readonly tags: readonly string[];
  readonly end: Status;
};

/** The cast of the first, second, … ticket. */
export type Casting = (index: number) => Cast;

const ends = ['open', 'open', 'pending', 'solved', ...Array<Status>(6).fill('closed')] as const;

/** What a ticket's life ends in: a third of the tickets is at work. */
export const endOf = (index: number): Status => ends[chance(21, index) % ends.length] ?? 'open';

/** A desk of one queue. */
export const inOneQueue =
  (queue: Queue): Casting =>
  (index) => ({
    queue,
    requester: userIdOf(agents + (chance(30, index) % (people - agents))),
    // not those the load comes from: whoever holds a ticket would be told by mail of what others write
    agent: userIdOf(signedInAgents + (chance(31, index) % (agents - signedInAgents))),
    isHeld: chance(32, index) % 5 !== 0,
    tags: [],
    end: endOf(index),
  });
