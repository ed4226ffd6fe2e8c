import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { postpone, putOnHold, setPending, wake } from '#domain/tickets/wait.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import {
  closedTicket,
  factBy,
  factByHexdesk,
  later,
  mergedTicket,
  newTicket,
  noon,
  onHoldTicket,
  openTicket,
  pendingTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const tomorrow = later(days(1));
const waiting = [
  { activity: 'waiting for the customer', status: 'pending', start: setPending, told: 'ticket-set-pending' },
  { activity: 'waiting for a third party', status: 'on-hold', start: putOnHold, told: 'ticket-put-on-hold' },
] as const;

describe.for(waiting)('$activity', ({ status, start, told }) => {
  test('staff do, for good', () => {
    expect(start(newTicket(), { by: ben, at: soon, waitUntil: undefined })).toEqual(
      accept({
        ticket: ticketIn(status),
        facts: [factBy(ben, soon, told, { from: 'new', waitUntil: undefined })],
      }),
    );
  });

  test('or until a moment that is still to come, be it by a millisecond', () => {
    const waitUntil = later(hours(1) + 1);
    expect(start(openTicket(), { by: ben, at: soon, waitUntil })).toEqual(
      accept({
        ticket: { ...ticketIn(status), waitUntil },
        facts: [factBy(ben, soon, told, { from: 'open', waitUntil })],
      }),
    );
  });

  test('but not until now or before', () => {
    const no = refuse({ code: 'wait-until-in-the-past' });
    expect(start(openTicket(), { by: ben, at: soon, waitUntil: soon })).toEqual(no);
    expect(start(openTicket(), { by: ben, at: soon, waitUntil: noon })).toEqual(no);
  });

  test.for([ben, lena, ada])('whoever holds the ticket keeps it', (by) => {
    const ticket = openTicket({ assignee: ben.id });
    expect(start(ticket, { by, at: soon, waitUntil: undefined })).toMatchObject({
      outcome: { ticket: { assignee: ben.id } },
    });
  });

  test.for([
    { who: 'its requester', by: carla },
    { who: 'a participant', by: paul },
  ])('$who may not, be the move listed or not', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:work' });
    expect(start(openTicket(), { by, at: soon, waitUntil: noon })).toEqual(no);
    expect(start(closedTicket(), { by, at: soon, waitUntil: undefined })).toEqual(no);
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(start(closedTicket(), { by, at: soon, waitUntil: noon })).toEqual(refuse({ code: 'not-found' }));
  });

  test('a ticket that waits so already cannot be asked to again', () => {
    expect(start(ticketIn(status), { by: ben, at: soon, waitUntil: undefined })).toMatchObject({
      refusal: { code: 'transition-not-allowed', from: status, to: status },
    });
  });
});

describe('changing what is waited for', () => {
  test('from the customer to a third party', () => {
    expect(
      putOnHold(pendingTicket({ waitUntil: tomorrow }), { by: ben, at: soon, waitUntil: undefined }),
    ).toEqual(
      accept({
        ticket: onHoldTicket(),
        facts: [factBy(ben, soon, 'ticket-put-on-hold', { from: 'pending', waitUntil: undefined })],
      }),
    );
  });

  test('from a third party to the customer, who is waiting no more', () => {
    const ticket = onHoldTicket({ customerWaiting: true });
    expect(setPending(ticket, { by: ben, at: soon, waitUntil: tomorrow })).toEqual(
      accept({
        ticket: pendingTicket({ waitUntil: tomorrow }),
        facts: [factBy(ben, soon, 'ticket-set-pending', { from: 'on-hold', waitUntil: tomorrow })],
      }),
    );
  });
});

describe('waiting until another moment', () => {
  test('a pending ticket stays pending', () => {
    expect(postpone(pendingTicket(), { by: ben, at: soon, waitUntil: tomorrow })).toEqual(
      accept({
        ticket: pendingTicket({ waitUntil: tomorrow }),
        facts: [factBy(ben, soon, 'ticket-set-pending', { from: 'pending', waitUntil: tomorrow })],
      }),
    );
  });

  test('a ticket on hold stays so, and so does its flag that the customer waits', () => {
    const ticket = onHoldTicket({ customerWaiting: true, waitUntil: soon });
    expect(postpone(ticket, { by: ben, at: noon, waitUntil: tomorrow })).toEqual(
      accept({
        ticket: { ...ticket, waitUntil: tomorrow },
        facts: [factBy(ben, noon, 'ticket-put-on-hold', { from: 'on-hold', waitUntil: tomorrow })],
      }),
    );
  });

  test('the moment it waits for already changes nothing', () => {
    const ticket = pendingTicket({ waitUntil: tomorrow });
    expect(postpone(ticket, { by: ben, at: soon, waitUntil: later(days(1)) })).toEqual(
      accept({ ticket, facts: [] }),
    );
  });

  test('it must be still to come', () => {
    const no = refuse({ code: 'wait-until-in-the-past' });
    expect(postpone(pendingTicket(), { by: ben, at: soon, waitUntil: soon })).toEqual(no);
    expect(postpone(pendingTicket(), { by: ben, at: soon, waitUntil: later(hours(1) + 1) })).toMatchObject({
      ok: true,
    });
  });

  test.for(['new', 'open', 'solved', 'spam'] as const)('a ticket that is %s does not wait', (status) => {
    expect(postpone(ticketIn(status), { by: ben, at: soon, waitUntil: tomorrow })).toEqual(
      refuse({ code: 'wait-until-without-waiting' }),
    );
  });

  test('a closed or merged one changes no more', () => {
    const wanted = { by: ada, at: soon, waitUntil: tomorrow };
    expect(postpone(closedTicket(), wanted)).toEqual(refuse({ code: 'ticket-closed' }));
    expect(postpone(mergedTicket(), wanted)).toEqual(
      refuse({ code: 'ticket-merged', survivorId: ticketId(9) }),
    );
  });

  test('customers may not, and strangers learn nothing of it', () => {
    expect(postpone(openTicket(), { by: carla, at: soon, waitUntil: tomorrow })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:work' }),
    );
    expect(postpone(openTicket(), { by: sam, at: soon, waitUntil: tomorrow })).toEqual(
      refuse({ code: 'not-found' }),
    );
  });
});

describe('waking a ticket that waits', () => {
  test.for([
    pendingTicket({ waitUntil: soon, assignee: ben.id }),
    onHoldTicket({ waitUntil: soon, assignee: ben.id, customerWaiting: true }),
  ])('$status opens by itself when its moment has come', (ticket) => {
    expect(wake(ticket, { at: soon })).toEqual(
      accept({
        ticket: openTicket({ assignee: ben.id }),
        facts: [factByHexdesk(soon, 'ticket-opened-again', { from: ticket.status })],
      }),
    );
  });

  test.for([pendingTicket({ waitUntil: soon }), onHoldTicket({ waitUntil: soon })])(
    '$status does not a millisecond before',
    (ticket) => {
      expect(wake(ticket, { at: later(hours(1) - 1) })).toEqual(accept({ ticket, facts: [] }));
    },
  );

  test.for(['new', 'open', 'pending', 'on-hold', 'solved', 'closed', 'merged', 'spam'] as const)(
    '%s without a moment never does',
    (status) => {
      const ticket = ticketIn(status);
      expect(wake(ticket, { at: later(days(400)) })).toEqual(accept({ ticket, facts: [] }));
    },
  );
});
