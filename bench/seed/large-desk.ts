import type { Queue } from '#domain/queues/queue.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Status } from '#domain/tickets/transitions.ts';
import type { Casting } from './cast.ts';
import { chance } from './chance.ts';
import { userIdOf } from './ids.ts';

/** The queues of the desk that is measured at several sizes, and its people, by their index. */
export const queueCount = 40;
export const actors = {
  admin: 0,
  'agent of 1': 1,
  'agent of 20': 2,
  customer: 1001,
  'big customer': 1000,
} as const;
export type ActorName = keyof typeof actors;

const firstAgent = 3;
const agentsInEach = 5;
const manyQueues = 20;

/** Everybody who works tickets, with the places of their queues. */
export const staff: readonly { readonly index: number; readonly queues: readonly number[] }[] = [
  { index: actors['agent of 1'], queues: [0] },
  { index: actors['agent of 20'], queues: Array.from({ length: manyQueues }, (_, place) => place) },
  ...Array.from({ length: queueCount * agentsInEach }, (_, place) => ({
    index: firstAgent + place,
    queues: [place % queueCount],
  })),
];

const firstCustomer = actors['big customer'];
const leastCustomers = 1000;

/** There are as many customers as make ten tickets each. */
export const customersOf = (tickets: number) => ({
  first: firstCustomer,
  count: Math.max(leastCustomers, Math.floor(tickets / 10)),
});

const recent = ['open', 'open', 'pending', 'solved', 'closed', 'closed'] as const satisfies Status[];
/** The newest of all tickets, which are being worked on; of the others, one in a hundred still is. */
const recentShare = 0.08;
const leftOpen = 100;

/** How many tickets have a tag: one in so many. */
const tags = [
  { tag: 'billing', oneIn: 20 },
  { tag: 'outage', oneIn: 100 },
  { tag: 'recall', oneIn: 1000 },
] as const;

/** A desk of forty queues: the newest tickets are at work, the rest is history. One customer asks one ticket in 200. */
export const inManyQueues =
  (queues: readonly Queue[], tickets: number): Casting =>
  (index) => {
    const place = chance(60, index) % queueCount;
    const queue = queues[place];
    if (queue === undefined) throw new TypeError('a desk without queues');
    const isRecent = index >= tickets * (1 - recentShare) || chance(61, index) % leftOpen === 0;
    const end = isRecent ? (recent[chance(62, index) % recent.length] ?? 'open') : 'closed';
    return {
      queue,
      requester: requesterOf(index, tickets),
      agent: userIdOf(holderIn(place, index)),
      isHeld: chance(32, index) % 5 > 1,
      tags: tags.filter(({ oneIn }, which) => chance(63 + which, index) % oneIn === 0).map(({ tag }) => tag),
      end,
    };
  };

const requesterOf = (index: number, tickets: number): UserId => {
  const { first, count } = customersOf(tickets);
  return userIdOf(chance(66, index) % 200 === 0 ? first : first + (chance(67, index) % count));
};

const holderIn = (place: number, index: number): number => {
  const holders = staff.filter(({ queues }) => queues.includes(place));
  return holders[chance(68, index) % holders.length]?.index ?? firstAgent;
};
