import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { followUp } from '#domain/tickets/follow-up.ts';
import { opensFollowUp } from '#domain/tickets/reply.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ada, ben, carla, dora, paul, sam } from '../../support/people.ts';
import { billing, billingWith, shipping } from '../../support/queues.ts';
import {
  closedTicket,
  factBy,
  factByHexdesk,
  later,
  messageId,
  newTicket,
  noon,
  solvedTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));

const follow = (
  original: Ticket,
  by: Actor,
  { at = soon, queue = billing }: { at?: Date; queue?: Queue } = {},
) => {
  const wanted = {
    id: ticketId(2),
    messageId: messageId(1),
    acknowledgementId: messageId(2),
    body: 'It happened again.',
    queue,
    channel: 'email',
    by,
    at,
  } as const;
  return { due: opensFollowUp(original, wanted), decision: followUp(original, wanted) };
};

const closed = closedTicket({
  queue: shipping.id,
  priority: 'urgent',
  tags: ['refund'],
  assignee: sam.id,
  openedAt: later(-days(30)),
});

describe('following up a closed ticket', () => {
  test("a customer's message opens a new, linked one for the same people", () => {
    const { due, decision } = follow(closed, carla);
    expect(due).toBe(true);
    expect(decision).toEqual(
      accept({
        ticket: newTicket({
          id: ticketId(2),
          queue: shipping.id,
          tags: ['refund'],
          channel: 'email',
          openedAt: soon,
          openedIn: { queue: shipping.id, priority: 'normal' },
          followUpOf: closed.id,
          waitingSince: soon,
        }),
        facts: [
          factBy(carla, soon, 'ticket-opened', {
            subject: 'Charged twice',
            requester: carla.id,
            participants: [paul.id],
            queue: shipping.id,
            priority: 'normal',
            tags: ['refund'],
            channel: 'email',
            message: {
              id: messageId(1),
              kind: 'public',
              author: carla.id,
              automatic: false,
              body: 'It happened again.',
              at: soon,
            },
          }),
          factBy(carla, soon, 'follow-up-opened', { original: closed.id }),
          factByHexdesk(soon, 'ticket-acknowledged', {
            message: {
              id: messageId(2),
              kind: 'public',
              author: undefined,
              automatic: true,
              body: 'We have received your request.',
              at: soon,
            },
          }),
        ],
      }),
    );
  });

  test('its priority is the one the customer knows, not what staff made of it', () => {
    expect(follow(closed, carla).decision).toMatchObject({ outcome: { ticket: { priority: 'normal' } } });
  });

  test("a participant's message does too, and the requester stays who it was", () => {
    const { due, decision } = follow(closed, paul);
    expect(due).toBe(true);
    expect(decision).toMatchObject({
      outcome: {
        ticket: { requester: carla.id, participants: [paul.id] },
        facts: [{ by: { id: paul.id } }, {}, { by: { kind: 'system' } }],
      },
    });
  });

  test('a queue that acknowledges nothing does not acknowledge it', () => {
    const silent = { ...billing, acknowledgement: undefined };
    expect(follow(closed, carla, { queue: silent }).decision).toMatchObject({
      outcome: { facts: [{ type: 'ticket-opened' }, { type: 'follow-up-opened' }] },
    });
  });

  test('an agent who raised it is its customer', () => {
    expect(follow(closedTicket({ requester: ben.id }), ben).due).toBe(true);
  });

  test('the original never changes', () => {
    const before = structuredClone(closed);
    follow(closed, carla);
    expect(closed).toEqual(before);
  });

  test('a queue may refuse it', () => {
    const { due, decision } = follow(closed, carla, { queue: billingWith({ followUpPolicy: 'refuse' }) });
    expect(due).toBe(false);
    expect(decision).toEqual(refuse({ code: 'ticket-closed' }));
  });

  test.for([sam, ada])('staff write to no closed ticket, so they open no follow-up', (by) => {
    const { due, decision } = follow(closed, by);
    expect(due).toBe(false);
    expect(decision).toEqual(refuse({ code: 'ticket-closed' }));
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: ben },
  ])('$who learns nothing of it', ({ by }) => {
    const { due, decision } = follow(closed, by);
    expect(due).toBe(false);
    expect(decision).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('following up a solved ticket', () => {
  const solved = solvedTicket({ solvedAt: noon });

  test('within the reopen window a message reopens it instead', () => {
    expect(follow(solved, carla, { at: later(days(7)) }).due).toBe(false);
  });

  test('a millisecond later a message opens a follow-up', () => {
    const { due, decision } = follow(solved, carla, { at: later(days(7) + 1) });
    expect(due).toBe(true);
    expect(decision).toMatchObject({ outcome: { ticket: { status: 'new', followUpOf: solved.id } } });
  });
});

describe('following up any other ticket', () => {
  test.for(['new', 'open', 'pending', 'on-hold', 'merged', 'spam'] as const)('%s: never', (status) => {
    expect(follow(ticketIn(status), carla, { at: later(days(400)) }).due).toBe(false);
  });
});
