import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { reply } from '#domain/tickets/reply.ts';
import { ada, ben, carla, dora, lena, nobody, paul, sam } from '../../support/people.ts';
import { billing, billingWith } from '../../support/queues.ts';
import {
  closedTicket,
  factBy,
  later,
  mergedTicket,
  messageId,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  spamTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const said = (by: Actor, at = soon) => ({ id: messageId(1), body: 'Hello.', queue: billing, by, at });
const replied = (by: Actor, answers: boolean, at = soon) =>
  factBy(by, at, 'ticket-replied', {
    message: { id: messageId(1), kind: 'public', author: by.id, automatic: false, body: 'Hello.', at },
    answers,
  });

describe('staff answering a ticket', () => {
  test('a new one is open from then on, and the customer waits no longer', () => {
    expect(reply(newTicket(), said(ben))).toEqual(
      accept({
        ticket: openTicket({ waitingSince: undefined }),
        facts: [replied(ben, true), factBy(ben, soon, 'ticket-opened-again', { from: 'new' })],
      }),
    );
  });

  test.for([openTicket(), pendingTicket({ waitUntil: later(days(1)) }), solvedTicket()])(
    '$status stays $status',
    (ticket) => {
      expect(reply(ticket, said(ben))).toEqual(
        accept({ ticket: { ...ticket, waitingSince: undefined }, facts: [replied(ben, true)] }),
      );
    },
  );

  test('one on hold stays so, and its customer is not waiting any more', () => {
    const ticket = onHoldTicket({ customerWaiting: true, waitUntil: later(days(1)) });
    expect(reply(ticket, said(ben))).toEqual(
      accept({
        ticket: { ...ticket, customerWaiting: false, waitingSince: undefined },
        facts: [replied(ben, true)],
      }),
    );
  });

  test.for([
    { who: 'an agent of the queue', by: ben },
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who may not on spam', ({ by }) => {
    expect(reply(spamTicket(), said(by))).toEqual(refuse({ code: 'ticket-is-spam' }));
  });

  test('nobody becomes its assignee by answering', () => {
    expect(reply(newTicket(), said(ben))).toMatchObject({ outcome: { ticket: { assignee: undefined } } });
  });
});

test('an agent who answers by an access token that reads no notes is an agent all the same', () => {
  const program: Actor = { ...ben, limitedTo: ['ticket:read', 'ticket:reply'] };
  expect(reply(closedTicket(), said(program))).toEqual(reply(closedTicket(), said(ben)));
  expect(reply(newTicket(), said(program))).toEqual(reply(newTicket(), said(ben)));
});

describe('a customer writing to a ticket', () => {
  test.for([newTicket(), openTicket()])('$status stays $status', (ticket) => {
    expect(reply(ticket, said(carla))).toEqual(accept({ ticket, facts: [replied(carla, false)] }));
  });

  test('one that waited for them is open again', () => {
    expect(reply(pendingTicket({ waitUntil: later(days(1)) }), said(carla))).toEqual(
      accept({
        ticket: openTicket(),
        facts: [replied(carla, false), factBy(carla, soon, 'ticket-opened-again', { from: 'pending' })],
      }),
    );
  });

  test('one on hold stays so, flagged that the customer waits', () => {
    const ticket = onHoldTicket({ waitUntil: later(days(1)) });
    expect(reply(ticket, said(carla))).toEqual(
      accept({ ticket: { ...ticket, customerWaiting: true }, facts: [replied(carla, false)] }),
    );
  });

  test('spam stays spam', () => {
    expect(reply(spamTicket(), said(carla))).toEqual(
      accept({ ticket: spamTicket(), facts: [replied(carla, false)] }),
    );
  });

  test('a participant counts as a customer', () => {
    expect(reply(pendingTicket(), said(paul))).toMatchObject({ outcome: { ticket: { status: 'open' } } });
    expect(reply(newTicket(), said(paul))).toMatchObject({ outcome: { ticket: { status: 'new' } } });
  });

  test('an agent is the customer of a ticket they raised themselves', () => {
    expect(reply(newTicket({ requester: ben.id }), said(ben))).toMatchObject({
      outcome: { ticket: { status: 'new', waitingSince: noon }, facts: [{ data: { answers: false } }] },
    });
    expect(reply(spamTicket({ requester: ben.id }), said(ben))).toMatchObject({ ok: true });
  });

  test('they wait since the first message that is not answered', () => {
    const answered = openTicket({ waitingSince: undefined });
    expect(reply(answered, said(carla))).toMatchObject({ outcome: { ticket: { waitingSince: soon } } });
    expect(reply(openTicket({ waitingSince: noon }), said(carla))).toMatchObject({
      outcome: { ticket: { waitingSince: noon } },
    });
  });
});

describe('a customer writing to a solved ticket', () => {
  test('reopens it at the last millisecond of the window', () => {
    const last = later(days(7));
    expect(reply(solvedTicket({ assignee: ben.id }), said(carla, last))).toEqual(
      accept({
        ticket: openTicket({ assignee: ben.id }),
        facts: [replied(carla, false, last), factBy(carla, last, 'ticket-reopened', { from: 'solved' })],
      }),
    );
  });

  test('but not a millisecond later', () => {
    expect(reply(solvedTicket(), said(carla, later(days(7) + 1)))).toEqual(
      refuse({ code: 'reopen-window-over', solvedAt: noon, windowDays: 7 }),
    );
  });

  test("the window is the queue's", () => {
    const at = later(days(2) + 1);
    const queue = billingWith({ reopenWindowDays: 2 });
    expect(reply(solvedTicket(), { ...said(carla, at), queue })).toEqual(
      refuse({ code: 'reopen-window-over', solvedAt: noon, windowDays: 2 }),
    );
  });

  test('a participant reopens it too', () => {
    expect(reply(solvedTicket(), said(paul))).toMatchObject({ outcome: { ticket: { status: 'open' } } });
  });

  test('staff may still write when the window is over', () => {
    expect(reply(solvedTicket(), said(ben, later(days(400))))).toMatchObject({
      outcome: { ticket: { status: 'solved' } },
    });
  });
});

describe('writing to a ticket that takes no messages', () => {
  test.for([carla, paul, ben, ada])('a closed one refuses everybody', (by) => {
    expect(reply(closedTicket(), said(by))).toEqual(refuse({ code: 'ticket-closed' }));
  });

  test.for([carla, paul, ben, ada])('a merged one names the ticket that goes on', (by) => {
    expect(reply(mergedTicket({ survivor: ticketId(9) }), said(by))).toEqual(
      refuse({ code: 'ticket-merged', survivorId: ticketId(9) }),
    );
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
    { who: 'who was granted nothing', by: nobody },
  ])('$who learns nothing of it', ({ by }) => {
    for (const status of ['open', 'spam', 'closed', 'merged'] as const) {
      expect(reply(ticketIn(status), said(by))).toEqual(refuse({ code: 'not-found' }));
    }
  });
});
