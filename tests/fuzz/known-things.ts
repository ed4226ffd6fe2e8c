import { castPassword, emailOf } from '../support/http/sign-ins.ts';
import { ada, bea, ben, carla, lena } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { isRecord } from './json-schema.ts';

/** Kinds of things that answers name and later requests use. */
const kinds = ['ticket', 'number', 'cursor', 'refreshToken', 'liveTicket', 'etag'] as const;
export type Kind = (typeof kinds)[number];

/** Stands for one of the things known when the request is sent, so that a request can be made before there are any. */
export const some = (kind: Kind, which: number): string => `<<${kind} ${which}>>`;

const several = (kind: Kind): readonly string[] =>
  Array.from({ length: 12 }, (_, which) => some(kind, which));

const addresses = (['carla', 'ben', 'ada'] as const).map(emailOf);
const people = [carla, ben, bea, lena, ada].map(({ id }) => String(id));
const queues = [billing, shipping].map(({ id }) => String(id));
const tickets = [...several('ticket'), ...several('number')];

/** Strings that mean something under a name. Those who must stay strangers to all tickets are not among the people. */
export const hints: Readonly<Record<string, readonly string[]>> = {
  email: addresses,
  requesterEmail: addresses,
  password: [castPassword],
  queueId: queues,
  queueIds: queues,
  userId: people,
  roleId: ['customer', 'admin'],
  organisationId: queues,
  requesterId: people,
  assigneeId: ['me', 'none', ...people],
  cursor: several('cursor'),
  refreshToken: several('refreshToken'),
  ticket: several('liveTicket'),
  ticketId: several('ticket'),
  into: several('ticket'),
  ticketIds: several('ticket'),
  topic: ['mine', ...queues.map((id) => `queue:${id}`), ...tickets.map((id) => `ticket:${id}`)],
  tag: ['billing', 'vip'],
  'If-Match': ['*', '"1"', '"2", "3"', 'W/"1"', ...several('etag')],
  'If-None-Match': ['*', '"1"', ...several('etag')],
  'Idempotency-Key': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
};

/** What is known so far, from the answers. */
export const knownThings = () => {
  const things = new Map<Kind, string[]>(kinds.map((kind) => [kind, []]));
  const resolvedText = (text: string): string =>
    text.replaceAll(/<<(\w+) (\d+)>>/g, (_, kind: Kind, which: string) => {
      const all = things.get(kind) ?? [];
      return all[Number(which) % all.length] ?? 'unknown';
    });

  const resolved = (value: unknown): unknown => {
    if (typeof value === 'string') return resolvedText(value);
    if (Array.isArray(value)) return value.map(resolved);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one)]));
  };

  return {
    add: (kind: Kind, thing: unknown): void => {
      if (typeof thing === 'string' || typeof thing === 'number') things.get(kind)?.push(String(thing));
    },
    resolvedText,
    resolved,
  };
};

export type KnownThings = ReturnType<typeof knownThings>;
