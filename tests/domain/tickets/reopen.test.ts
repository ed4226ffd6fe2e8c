import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { reopen } from '#domain/tickets/reopen.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import { billing, billingWith } from '../../support/queues.ts';
import {
  closedTicket,
  factBy,
  later,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  spamTicket,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const years = later(days(1000));

describe('reopening a solved ticket', () => {
  const solved = solvedTicket({ solvedAt: noon, assignee: ben.id });
  const reopenedBy = (by: typeof carla, at: Date) =>
    accept({
      ticket: openTicket({ assignee: ben.id }),
      facts: [factBy(by, at, 'ticket-reopened', { from: 'solved' })],
    });

  test('its requester may, to the last millisecond of the window', () => {
    expect(reopen(solved, { by: carla, at: noon, queue: billing })).toEqual(reopenedBy(carla, noon));
    expect(reopen(solved, { by: carla, at: later(days(7)), queue: billing })).toEqual(
      reopenedBy(carla, later(days(7))),
    );
  });

  test('but not a millisecond later', () => {
    expect(reopen(solved, { by: carla, at: later(days(7) + 1), queue: billing })).toEqual(
      refuse({ code: 'reopen-window-over', solvedAt: noon, windowDays: 7 }),
    );
  });

  test.for([1, 14])("the window is the queue's: %i days", (reopenWindowDays) => {
    const queue = billingWith({ reopenWindowDays });
    const last = later(days(reopenWindowDays));
    expect(reopen(solved, { by: carla, at: last, queue })).toMatchObject({ ok: true });
    expect(reopen(solved, { by: carla, at: later(days(reopenWindowDays) + 1), queue })).toEqual(
      refuse({ code: 'reopen-window-over', solvedAt: noon, windowDays: reopenWindowDays }),
    );
  });

  test.for([
    { who: 'an agent of the queue', by: ben },
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who may at any time', ({ by }) => {
    expect(reopen(solved, { by, at: years, queue: billing })).toEqual(reopenedBy(by, years));
  });

  test('an agent who raised it has the window of its customer', () => {
    const own = solvedTicket({ solvedAt: noon, requester: ben.id });
    expect(reopen(own, { by: ben, at: later(days(7)), queue: billing })).toMatchObject({ ok: true });
    expect(reopen(own, { by: ben, at: later(days(7) + 1), queue: billing })).toMatchObject({
      refusal: { code: 'reopen-window-over' },
    });
  });

  test('a participant may not, in the window or after it', () => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:reopen' });
    expect(reopen(solved, { by: paul, at: soon, queue: billing })).toEqual(no);
    expect(reopen(solved, { by: paul, at: years, queue: billing })).toEqual(no);
  });
});

describe('reopening a closed ticket', () => {
  test('the admin may, at any time', () => {
    expect(reopen(closedTicket({ assignee: ben.id }), { by: ada, at: years, queue: billing })).toEqual(
      accept({
        ticket: openTicket({ assignee: ben.id }),
        facts: [factBy(ada, years, 'ticket-reopened', { from: 'closed' })],
      }),
    );
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
    { who: 'an agent of the queue', by: ben },
    { who: 'its lead', by: lena },
  ])('$who may not', ({ by }) => {
    expect(reopen(closedTicket(), { by, at: noon, queue: billing })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:reopen-closed' }),
    );
  });
});

describe('opening a ticket that is not done', () => {
  test.for([
    newTicket(),
    pendingTicket({ waitUntil: later(days(1)) }),
    onHoldTicket({ customerWaiting: true }),
    spamTicket(),
  ])('staff take up one that is $status', (ticket) => {
    expect(reopen(ticket, { by: ben, at: soon, queue: billing })).toEqual(
      accept({
        ticket: openTicket(),
        facts: [factBy(ben, soon, 'ticket-opened-again', { from: ticket.status })],
      }),
    );
  });

  test.for([
    { status: 'new', permission: 'ticket:work' },
    { status: 'open', permission: 'ticket:work' },
    { status: 'pending', permission: 'ticket:work' },
    { status: 'on-hold', permission: 'ticket:work' },
    { status: 'merged', permission: 'ticket:work' },
    { status: 'spam', permission: 'ticket:mark-spam' },
  ] as const)('its requester may not while it is $status', ({ status, permission }) => {
    expect(reopen(ticketIn(status), { by: carla, at: soon, queue: billing })).toEqual(
      refuse({ code: 'not-permitted', permission }),
    );
  });

  test.for([
    { status: 'open', allowed: ['pending', 'on-hold', 'solved', 'spam'] },
    { status: 'merged', allowed: [] },
  ] as const)('one that is $status cannot be', ({ status, allowed }) => {
    expect(reopen(ticketIn(status), { by: ada, at: soon, queue: billing })).toEqual(
      refuse({ code: 'transition-not-allowed', from: status, to: 'open', allowed }),
    );
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    for (const status of ['open', 'solved', 'closed', 'merged'] as const) {
      expect(reopen(ticketIn(status), { by, at: years, queue: billing })).toEqual(
        refuse({ code: 'not-found' }),
      );
    }
  });
});
