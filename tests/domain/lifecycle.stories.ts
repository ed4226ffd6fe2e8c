import fc from 'fast-check';
import type { Actor } from '#domain/access/actor.ts';
import { after, days, hours } from '#domain/shared/duration.ts';
import type { TicketDecision } from '#domain/tickets/change.ts';
import { close, closeByTimer } from '#domain/tickets/close.ts';
import { moveToQueue, prioritise, rename, retag } from '#domain/tickets/edit.ts';
import { assign, claim, release, steal } from '#domain/tickets/hold.ts';
import { merge, undoMerge } from '#domain/tickets/merge.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { redact } from '#domain/tickets/redact.ts';
import { reply } from '#domain/tickets/reply.ts';
import { revise } from '#domain/tickets/revise.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { type Status, statuses } from '#domain/tickets/transitions.ts';
import { postpone, wake } from '#domain/tickets/wait.ts';
import { writeNote } from '#domain/tickets/write-note.ts';
import { ada, bea, ben, carla, dora, lena, paul, sam } from '../support/people.ts';
import { billing, shipping } from '../support/queues.ts';
import { messageId, openTicket, subject, ticketId } from '../support/tickets.ts';

/** Everybody who may try something; those who work tickets more often. */
export const people = { carla, paul, dora, ben, bea, sam, lena, ada } as const satisfies Record<
  string,
  Actor
>;

/** By which column of the lifecycle's table, if any, a command may move a status. */
export type Column = 'asked' | 'reply' | 'timer' | 'merge' | 'none';

/** One command by one person after some time; `pick` decides what the command leaves open. */
export type Step = {
  readonly who: keyof typeof people;
  readonly what: keyof typeof commands;
  readonly pause: number;
  readonly pick: number;
};

type Doing = { readonly by: Actor; readonly at: Date; readonly pick: number };
type Command = {
  readonly column: Column;
  readonly run: (ticket: Ticket, doing: Doing) => TicketDecision;
};

const oneOf = <Item>(items: readonly [Item, ...Item[]], pick: number): Item =>
  items[pick % items.length] ?? items[0];
const waits = [hours(1), days(1), days(7)] as const;
const laterThan = (at: Date, pick: number): Date => after(at, oneOf(waits, pick));
/** The ticket in billing that every merge is into. */
export const survivor = openTicket({ id: ticketId(9) });

const asked = (to: Status): Command => ({
  column: 'asked',
  run: (ticket, { by, at, pick }) => {
    const canWait = (to === 'pending' || to === 'on-hold') && pick % 2 === 0;
    const waitUntil = canWait ? laterThan(at, pick) : undefined;
    return setStatus(ticket, { by, at, to, waitUntil, queue: billing });
  },
});

/** Everything that can be done to a ticket, and what time does to it. */
export const commands = {
  reply: {
    column: 'reply',
    run: (ticket, { by, at, pick }) =>
      reply(ticket, { by, at, id: messageId(pick), body: 'Hello.', queue: billing }),
  },
  note: {
    column: 'none',
    run: (ticket, { by, at, pick }) => writeNote(ticket, { by, at, id: messageId(pick), body: 'Hm.' }),
  },
  redact: {
    column: 'none',
    run: (ticket, { by, at, pick }) => {
      const said = { id: messageId(pick), author: carla.id, automatic: false, body: 'Hello.', at } as const;
      return redact(ticket, { by, at, message: { ...said, kind: oneOf(['public', 'internal'], pick) } });
    },
  },
  rename: {
    column: 'none',
    run: (ticket, { by, at, pick }) => rename(ticket, { by, at, subject: subject(`No. ${pick % 3}`) }),
  },
  prioritise: {
    column: 'none',
    run: (ticket, { by, at, pick }) => prioritise(ticket, { by, at, priority: oneOf(priorities, pick) }),
  },
  retag: {
    column: 'none',
    run: (ticket, { by, at, pick }) => retag(ticket, { by, at, tags: ['vip', 'refund'].slice(pick % 3) }),
  },
  move: {
    column: 'none',
    run: (ticket, { by, at, pick }) => {
      const { id: queue } = oneOf([billing, shipping], pick);
      return moveToQueue(ticket, { by, at, queue, assigneeStays: pick % 3 === 0 });
    },
  },
  claim: { column: 'none', run: claim },
  release: { column: 'none', run: release },
  steal: { column: 'none', run: steal },
  assign: {
    column: 'none',
    run: (ticket, { by, at, pick }) => {
      const { id: to } = oneOf([ben, bea, lena, dora], pick);
      return assign(ticket, { by, at, to, eligible: to !== dora.id });
    },
  },
  postpone: {
    column: 'none',
    run: (ticket, { by, at, pick }) => postpone(ticket, { by, at, waitUntil: laterThan(at, pick) }),
  },
  new: asked('new'),
  open: asked('open'),
  pending: asked('pending'),
  'on-hold': asked('on-hold'),
  solved: asked('solved'),
  closed: asked('closed'),
  merged: asked('merged'),
  spam: asked('spam'),
  close: { column: 'asked', run: close },
  revise: {
    column: 'asked',
    run: (ticket, { by, at, pick }) =>
      revise(ticket, {
        by,
        at,
        queue: billing,
        subject: subject(`No. ${pick % 3}`),
        priority: oneOf(priorities, pick),
        tags: undefined,
        moveTo: undefined,
        status: oneOf(statuses, pick),
        waitUntil: undefined,
      }),
  },
  merge: { column: 'merge', run: (ticket, { by, at }) => merge(ticket, { by, at, into: survivor }) },
  'undo-merge': { column: 'merge', run: undoMerge },
  'time-passes': {
    column: 'timer',
    run: (ticket, { at }) => {
      const woken = wake(ticket, { at });
      return woken.ok && woken.outcome.facts.length > 0
        ? woken
        : closeByTimer(ticket, { at, rules: billing });
    },
  },
} as const satisfies Record<string, Command>;

/** A story of at most so many steps. */
export const stories = (longest: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      who: fc.constantFrom(
        ...(Object.keys(people) as (keyof typeof people)[]),
        'carla',
        'ben',
        'lena',
        'ada',
      ),
      what: fc.constantFrom(...(Object.keys(commands) as (keyof typeof commands)[])),
      pause: fc.constantFrom(0, 1, hours(1), hours(1), days(1), days(7), days(7) + 1),
      pick: fc.nat(23),
    }),
    { minLength: 1, maxLength: longest, size: 'max' },
  );
