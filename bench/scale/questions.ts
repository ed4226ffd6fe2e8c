import type { Asked } from '../load/http-connection.ts';
import { someBody, someSubject } from '../load/operations.ts';
import { queueIdOf, userIdOf } from '../seed/ids.ts';
import { type ActorName, actors, customersOf, queueCount, staff } from '../seed/large-desk.ts';
import type { Place } from './place.ts';

/** Something that somebody asks of Hexdesk, at any size. */
export type Question = {
  readonly name: string;
  readonly actor: ActorName;
  readonly ask: (place: Place) => Omit<Asked, 'token'>;
  /** Whether the next one may go on where this page ended. */
  readonly isList: boolean;
  /** Whether what is handed out is to be given back. */
  readonly isReturned: boolean;
};

type Path = (place: Place, actor: ActorName) => string;

const always =
  (query: string): Path =>
  () =>
    query;
const inSomeQueue =
  (query: string): Path =>
  ({ random }, actor) =>
    `queueId=${queueIdOf(someQueue(actor, random))}${query}`;
const ofSomebody: Path = ({ random, tickets }) => {
  const { first, count } = customersOf(tickets);
  // not the first, who asks so much
  return `requesterId=${userIdOf(first + 1 + Math.floor(random() * (count - 1)))}`;
};
/** Half a day before the last ticket was opened. */
const recently: Path = ({ newestAt }, _actor) =>
  `updatedSince=${new Date(newestAt - 12 * 3_600_000).toISOString()}`;

const listsOfStaff: Readonly<Record<string, Path>> = {
  list: always(''),
  'list, status': always('status=open'),
  'list, status, by waiting': always('status=open&sort=waiting'),
  'list, by opening': always('sort=-openedAt'),
  'list, by number': always('sort=number'),
  'list, queue': inSomeQueue(''),
  'list, queue and status': inSomeQueue('&status=open'),
  'list, queue and status, by waiting': inSomeQueue('&status=open&sort=waiting'),
  'list, queue, by opening': inSomeQueue('&sort=-openedAt'),
  'list, queue, by number': inSomeQueue('&sort=number'),
  'list, mine at work': always('assigneeId=me&status=open&status=pending'),
  'list, mine at work, by waiting': always('assigneeId=me&status=open&status=pending&sort=waiting'),
  'list, mine': always('assigneeId=me'),
  'list, nobody’s at work': always('assigneeId=none&status=open'),
  'list, requester': ofSomebody,
  'list, priority': always('priority=urgent'),
  'list, priority and status, by waiting': always('priority=urgent&status=open&sort=waiting'),
  'list, tag on 5 %': always('tag=billing'),
  'list, tag on 0.1 %': always('tag=recall'),
  'list, updated since': recently,
};

const listsOfCustomers: Readonly<Record<string, Path>> = {
  list: always(''),
  'list, status': always('status=open'),
  'list, by opening': always('sort=-openedAt'),
  'list, by number': always('sort=number'),
  'list, queue': inSomeQueue(''),
  'list, updated since': recently,
};

const staffActors = ['admin', 'agent of 1', 'agent of 20'] as const satisfies ActorName[];
const customers = ['customer', 'big customer'] as const satisfies ActorName[];

const question = (name: string, actor: ActorName, ask: (place: Place) => Omit<Asked, 'token'>): Question => ({
  name,
  actor,
  ask,
  isList: false,
  isReturned: name === 'next',
});

const listsOf = (
  actor: ActorName,
  lists: Readonly<Record<string, Path>>,
  limit: number,
): readonly Question[] =>
  Object.entries(lists).map(([name, path]) => ({
    ...question(name, actor, (place) => ({
      method: 'GET',
      path: `/v1/tickets?limit=${limit}&${path(place, actor)}`,
    })),
    isList: true,
  }));

/** Everything that is asked, of lists pages of so many tickets. */
export const questionsWith = (limit: number): readonly Question[] => [
  ...[...staffActors, ...customers].map((actor) =>
    question('get', actor, (place) => ({
      method: 'GET',
      path: `/v1/tickets/${place.someTicket(actor)}?include=messages`,
    })),
  ),
  ...staffActors.flatMap((actor) => listsOf(actor, listsOfStaff, limit)),
  ...customers.flatMap((actor) => listsOf(actor, listsOfCustomers, limit)),
  ...staffActors.map((actor) =>
    question('counters', actor, () => ({ method: 'GET', path: '/v1/queues/counters' })),
  ),
  ...(['agent of 1', 'agent of 20'] as const).map((actor) =>
    question('next', actor, ({ random }) => ({
      method: 'POST',
      path: `/v1/queues/${queueIdOf(someQueue(actor, random))}/next`,
    })),
  ),
  ...(['agent of 20', 'customer'] as const).flatMap((actor) => [
    question('create', actor, ({ random }) => ({
      method: 'POST',
      path: '/v1/tickets',
      body: {
        subject: someSubject(random),
        body: someBody(random),
        queueId: queueIdOf(Math.floor(random() * queueCount)),
      },
    })),
    question('message', actor, (place) => ({
      method: 'POST',
      path: `/v1/tickets/${place.someOpenTicket(actor)}/messages`,
      body: { body: someBody(place.random) },
    })),
  ]),
];

const someQueue = (actor: ActorName, random: () => number): number => {
  const places = staff.find(({ index }) => index === actors[actor])?.queues;
  const count = places?.length ?? queueCount;
  const which = Math.floor(random() * count);
  return places?.[which] ?? which;
};
