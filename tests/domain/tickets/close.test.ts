import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { close, closeByTimer } from '#domain/tickets/close.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import {
  closedTicket,
  factBy,
  factByHexdesk,
  later,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));

describe('closing a ticket', () => {
  test.for([
    { who: 'an agent of the queue', by: ben },
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who closes a solved one: it stays whose it is and keeps when it was solved', ({ by }) => {
    expect(close(solvedTicket({ solvedAt: noon }), { by, at: soon })).toEqual(
      accept({
        ticket: closedTicket({ solvedAt: noon, closedAt: soon }),
        facts: [factBy(by, soon, 'ticket-closed', { from: 'solved' })],
      }),
    );
  });

  test.for([
    newTicket(),
    openTicket(),
    pendingTicket({ waitUntil: later(days(1)) }),
    onHoldTicket({ customerWaiting: true }),
  ])('one that is $status is solved and closed at once, as two facts', (ticket) => {
    expect(close(ticket, { by: ben, at: soon })).toEqual(
      accept({
        ticket: closedTicket({ assignee: ben.id, solvedAt: soon, closedAt: soon }),
        facts: [
          factBy(ben, soon, 'ticket-solved', { from: ticket.status, assignee: ben.id }),
          factBy(ben, soon, 'ticket-closed', { from: 'solved' }),
        ],
      }),
    );
  });

  test('whoever held it keeps it', () => {
    expect(close(openTicket({ assignee: ben.id }), { by: ada, at: soon })).toMatchObject({
      outcome: { ticket: { assignee: ben.id }, facts: [{ data: { assignee: ben.id } }, {}] },
    });
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
  ])('$who may not, whatever its status', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:close' });
    expect(close(solvedTicket(), { by, at: soon })).toEqual(no);
    expect(close(closedTicket(), { by, at: soon })).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(close(closedTicket(), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });

  test.for([
    { status: 'closed', allowed: ['open'] },
    { status: 'merged', allowed: [] },
    { status: 'spam', allowed: ['open'] },
  ] as const)('one that is $status cannot be, and says where it can go', ({ status, allowed }) => {
    expect(close(ticketIn(status), { by: ada, at: soon })).toEqual(
      refuse({ code: 'transition-not-allowed', from: status, to: 'closed', allowed }),
    );
  });
});

describe('closing by itself', () => {
  const rules = { autoCloseDays: 7, reopenWindowDays: 3 };

  test('a solved ticket does after the days of its queue', () => {
    const ticket = solvedTicket({ solvedAt: noon, assignee: ben.id });
    expect(closeByTimer(ticket, { at: later(days(7)), rules })).toEqual(
      accept({
        ticket: closedTicket({ solvedAt: noon, closedAt: later(days(7)), assignee: ben.id }),
        facts: [factByHexdesk(later(days(7)), 'ticket-closed', { from: 'solved' })],
      }),
    );
  });

  test('but not a millisecond before', () => {
    const ticket = solvedTicket({ solvedAt: noon });
    expect(closeByTimer(ticket, { at: later(days(7) - 1), rules })).toEqual(accept({ ticket, facts: [] }));
  });

  test('nor where the queue closes none', () => {
    const never = { ...rules, autoCloseDays: undefined };
    const ticket = solvedTicket();
    expect(closeByTimer(ticket, { at: later(days(400)), rules: never })).toEqual(
      accept({ ticket, facts: [] }),
    );
  });

  test.for(['new', 'open', 'pending', 'on-hold', 'closed', 'merged', 'spam'] as const)(
    '%s never does',
    (status) => {
      const ticket = ticketIn(status);
      expect(closeByTimer(ticket, { at: later(days(400)), rules })).toEqual(accept({ ticket, facts: [] }));
    },
  );
});
