import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { markSpam } from '#domain/tickets/mark-spam.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import { factBy, later, newTicket, openTicket, spamTicket, ticketIn } from '../../support/tickets.ts';

const soon = later(hours(1));

describe('marking a ticket as spam', () => {
  test.for([newTicket({ assignee: ben.id }), openTicket({ assignee: ben.id })])(
    'staff may while it is $status; it stays whose it is',
    (ticket) => {
      expect(markSpam(ticket, { by: ben, at: soon })).toEqual(
        accept({
          ticket: spamTicket({ markedAt: soon, assignee: ben.id }),
          facts: [factBy(ben, soon, 'ticket-marked-spam', { from: ticket.status })],
        }),
      );
    },
  );

  test.for([
    { status: 'pending', allowed: ['open', 'on-hold', 'solved'] },
    { status: 'on-hold', allowed: ['open', 'pending', 'solved'] },
    { status: 'solved', allowed: ['open', 'closed'] },
    { status: 'closed', allowed: ['open'] },
    { status: 'merged', allowed: [] },
    { status: 'spam', allowed: ['open'] },
  ] as const)('one that is $status cannot be, and says where it can go', ({ status, allowed }) => {
    const no = refuse({ code: 'transition-not-allowed', from: status, to: 'spam', allowed });
    expect(markSpam(ticketIn(status), { by: lena, at: soon })).toEqual(no);
    expect(markSpam(ticketIn(status), { by: ada, at: soon })).toEqual(no);
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
  ])('$who may not, whatever its status', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:mark-spam' });
    expect(markSpam(openTicket(), { by, at: soon })).toEqual(no);
    expect(markSpam(spamTicket(), { by, at: soon })).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(markSpam(spamTicket(), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });
});
