import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { solve } from '#domain/tickets/solve.ts';
import { ada, bea, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import {
  factBy,
  later,
  newTicket,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));

describe('solving a ticket', () => {
  test.for([
    newTicket(),
    openTicket(),
    pendingTicket({ waitUntil: later(days(1)) }),
    onHoldTicket({ customerWaiting: true }),
  ])('an agent who solves one that is $status and unassigned becomes its assignee', (ticket) => {
    expect(solve(ticket, { by: ben, at: soon })).toEqual(
      accept({
        ticket: solvedTicket({ assignee: ben.id, solvedAt: soon }),
        facts: [factBy(ben, soon, 'ticket-solved', { from: ticket.status, assignee: ben.id })],
      }),
    );
  });

  test.for([
    { who: 'another agent', by: bea },
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
    { who: 'its requester', by: carla },
  ])('whoever holds it keeps it when $who solves it', ({ by }) => {
    expect(solve(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(
      accept({
        ticket: solvedTicket({ assignee: ben.id, solvedAt: soon }),
        facts: [factBy(by, soon, 'ticket-solved', { from: 'open', assignee: ben.id })],
      }),
    );
  });

  test('its requester may, and it stays unassigned', () => {
    expect(solve(newTicket(), { by: carla, at: soon })).toEqual(
      accept({
        ticket: solvedTicket({ solvedAt: soon }),
        facts: [factBy(carla, soon, 'ticket-solved', { from: 'new', assignee: undefined })],
      }),
    );
  });

  test('an agent who raised it is its customer, and does not become its assignee', () => {
    expect(solve(openTicket({ requester: ben.id }), { by: ben, at: soon })).toMatchObject({
      outcome: { ticket: { status: 'solved', assignee: undefined } },
    });
  });

  test('a participant may not', () => {
    expect(solve(openTicket(), { by: paul, at: soon })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:solve' }),
    );
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(solve(ticketIn('closed'), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });

  test.for([
    { status: 'solved', allowed: ['open', 'closed'] },
    { status: 'closed', allowed: ['open'] },
    { status: 'merged', allowed: [] },
    { status: 'spam', allowed: ['open'] },
  ] as const)('one that is $status cannot be, and says where it can go', ({ status, allowed }) => {
    const no = refuse({ code: 'transition-not-allowed', from: status, to: 'solved', allowed });
    expect(solve(ticketIn(status), { by: ben, at: soon })).toEqual(no);
    expect(solve(ticketIn(status), { by: carla, at: soon })).toEqual(no);
    expect(solve(ticketIn(status), { by: paul, at: soon })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:solve' }),
    );
  });
});
