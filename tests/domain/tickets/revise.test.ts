import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { type Revision, revise } from '#domain/tickets/revise.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ada, ben, carla, dora, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import {
  closedTicket,
  factBy,
  later,
  newTicket,
  noon,
  openTicket,
  pendingTicket,
  solvedTicket,
  subject,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const tomorrow = later(days(1));

const nothing: Revision = {
  subject: undefined,
  priority: undefined,
  tags: undefined,
  moveTo: undefined,
  status: undefined,
  waitUntil: undefined,
};
const revised = (ticket: Ticket, by: Actor, revision: Partial<Revision>, at = soon) =>
  revise(ticket, { ...nothing, ...revision, by, at, queue: billing });
const toShipping = { queue: shipping.id, assigneeStays: false };

describe('changing several things about a ticket', () => {
  test('each is a fact of its own, the move to another queue last', () => {
    const wanted: Revision = {
      subject: subject('Refund missing'),
      priority: 'urgent',
      tags: ['refund'],
      moveTo: toShipping,
      status: 'pending',
      waitUntil: tomorrow,
    };
    expect(revised(newTicket({ assignee: ben.id }), ben, wanted)).toEqual(
      accept({
        ticket: pendingTicket({
          subject: 'Refund missing',
          priority: 'urgent',
          tags: ['refund'],
          queue: shipping.id,
          waitUntil: tomorrow,
        }),
        facts: [
          factBy(ben, soon, 'subject-changed', { before: 'Charged twice', after: 'Refund missing' }),
          factBy(ben, soon, 'priority-changed', { before: 'normal', after: 'urgent' }),
          factBy(ben, soon, 'tags-changed', { before: [], after: ['refund'] }),
          factBy(ben, soon, 'ticket-set-pending', { from: 'new', waitUntil: tomorrow }),
          factBy(ben, soon, 'ticket-moved', { before: billing.id, after: shipping.id }),
          factBy(ben, soon, 'ticket-released', { before: ben.id }),
        ],
      }),
    );
  });

  test('what is so already is no fact', () => {
    const same = { subject: subject('Charged twice'), priority: 'high', tags: [] } as const;
    expect(revised(openTicket(), ben, same)).toMatchObject({
      outcome: { ticket: openTicket({ priority: 'high' }), facts: [{ type: 'priority-changed' }] },
    });
  });

  test('what it is called in the host product is set, replaced and taken away', () => {
    const named = openTicket({ externalId: 'order-7' });
    expect(revised(openTicket(), ben, { externalId: 'order-7' })).toEqual(
      accept({
        ticket: named,
        facts: [factBy(ben, soon, 'external-id-changed', { before: undefined, after: 'order-7' })],
      }),
    );
    expect(revised(named, ben, { externalId: null })).toEqual(
      accept({
        ticket: openTicket(),
        facts: [factBy(ben, soon, 'external-id-changed', { before: 'order-7', after: undefined })],
      }),
    );
    expect(revised(named, ben, { externalId: 'order-7' })).toMatchObject({ outcome: { facts: [] } });
    expect(revised(openTicket(), ben, { externalId: null })).toMatchObject({ outcome: { facts: [] } });
    expect(revised(named, carla, { externalId: null })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:triage' }),
    );
  });

  test('nothing wanted changes nothing, closed or not', () => {
    expect(revised(openTicket(), carla, {})).toEqual(accept({ ticket: openTicket(), facts: [] }));
    expect(revised(closedTicket(), paul, {})).toEqual(accept({ ticket: closedTicket(), facts: [] }));
  });

  test('it is all or none', () => {
    const wanted = { subject: subject('Refund missing'), priority: 'urgent', status: 'closed' } as const;
    expect(revised(openTicket(), ben, wanted)).toEqual(
      refuse({
        code: 'transition-not-allowed',
        from: 'open',
        to: 'closed',
        allowed: ['pending', 'on-hold', 'solved', 'spam'],
      }),
    );
  });

  test('its requester renames and solves at once', () => {
    expect(revised(openTicket(), carla, { subject: subject('Done'), status: 'solved' })).toMatchObject({
      outcome: {
        ticket: solvedTicket({ subject: 'Done', solvedAt: soon }),
        facts: [{ type: 'subject-changed' }, { type: 'ticket-solved' }],
      },
    });
  });

  test('the reopen window holds here too', () => {
    const solved = solvedTicket({ solvedAt: noon });
    expect(revised(solved, carla, { status: 'open' }, later(days(7)))).toMatchObject({ ok: true });
    expect(revised(solved, carla, { status: 'open' }, later(days(7) + 1))).toMatchObject({
      refusal: { code: 'reopen-window-over' },
    });
  });
});

describe('changing until when a ticket waits', () => {
  test('a waiting one gets another moment and keeps its status', () => {
    expect(revised(pendingTicket(), ben, { waitUntil: tomorrow })).toMatchObject({
      outcome: { ticket: pendingTicket({ waitUntil: tomorrow }), facts: [{ type: 'ticket-set-pending' }] },
    });
  });

  test.for(['new', 'open', 'solved', 'spam'] as const)('one that is %s does not wait', (status) => {
    expect(revised(ticketIn(status), ben, { waitUntil: tomorrow })).toEqual(
      refuse({ code: 'wait-until-without-waiting' }),
    );
  });

  test('one whose moment is taken away waits for good, and nothing is due any more', () => {
    const waiting = pendingTicket({ waitUntil: tomorrow });
    const endless = revised(waiting, ben, { waitUntil: null });
    expect(endless).toEqual(
      accept({
        ticket: pendingTicket(),
        facts: [factBy(ben, soon, 'ticket-set-pending', { from: 'pending', waitUntil: undefined })],
      }),
    );
    expect(revised(pendingTicket(), ben, { waitUntil: null })).toMatchObject({ outcome: { facts: [] } });
  });

  test('it goes with a status that waits only', () => {
    expect(revised(pendingTicket(), ben, { status: 'open', waitUntil: tomorrow })).toEqual(
      refuse({ code: 'wait-until-without-waiting' }),
    );
    expect(revised(pendingTicket(), ben, { status: 'on-hold', waitUntil: tomorrow })).toMatchObject({
      outcome: { ticket: { status: 'on-hold', waitUntil: tomorrow } },
    });
    expect(revised(pendingTicket(), ben, { status: 'on-hold', waitUntil: soon })).toEqual(
      refuse({ code: 'wait-until-in-the-past' }),
    );
  });
});

describe('refusing a change of several things', () => {
  const each: readonly Partial<Revision>[] = [
    {},
    { subject: subject('Refund missing') },
    { priority: 'urgent' },
    { tags: [] },
    { moveTo: toShipping },
    { status: 'closed' },
    { waitUntil: noon },
    { status: 'open', waitUntil: noon },
  ];

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it, whatever they want', ({ by }) => {
    for (const wanted of each) {
      expect(revised(openTicket(), by, wanted)).toEqual(refuse({ code: 'not-found' }));
      expect(revised(closedTicket(), by, wanted)).toEqual(refuse({ code: 'not-found' }));
    }
  });

  test.for([
    { wanted: { subject: subject('New'), priority: 'high' }, permission: 'ticket:triage' },
    { wanted: { subject: subject('New'), tags: ['vip'] }, permission: 'ticket:triage' },
    { wanted: { subject: subject('New'), moveTo: toShipping }, permission: 'ticket:move' },
    { wanted: { status: 'solved', moveTo: toShipping }, permission: 'ticket:move' },
    { wanted: { subject: subject('New'), status: 'spam' }, permission: 'ticket:mark-spam' },
    { wanted: { subject: subject('New'), waitUntil: noon }, permission: 'ticket:work' },
  ] as const)(
    'its requester hears what they may not ($permission) before what cannot be',
    ({ wanted, permission }) => {
      const no = refuse({ code: 'not-permitted', permission });
      expect(revised(openTicket(), carla, wanted)).toEqual(no);
      expect(revised(closedTicket(), carla, wanted)).toEqual(no);
      expect(revised(ticketIn('merged'), carla, wanted)).toEqual(no);
    },
  );

  test('a participant hears first that they may not rename it', () => {
    expect(revised(openTicket(), paul, { subject: subject('New'), tags: ['vip'] })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:rename' }),
    );
  });

  test('a closed ticket is changed by nobody, not even on its way to open', () => {
    expect(revised(closedTicket(), ada, { subject: subject('New'), status: 'open' })).toEqual(
      refuse({ code: 'ticket-closed' }),
    );
    expect(revised(closedTicket(), ada, { status: 'open' })).toMatchObject({ ok: true });
  });
});
