import { describe, expect, test } from 'vitest';
import { accept, refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { assign, claim, release, steal } from '#domain/tickets/hold.ts';
import { ada, bea, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import {
  factBy,
  later,
  newTicket,
  onHoldTicket,
  openTicket,
  ticketId,
  ticketIn,
} from '../../support/tickets.ts';

const soon = later(hours(1));
const strangers = [
  { who: 'another customer', by: dora },
  { who: 'an agent of another queue', by: sam },
];
const customers = [
  { who: 'its requester', by: carla },
  { who: 'a participant', by: paul },
];

describe('claiming a ticket', () => {
  test('an agent of the queue holds it from then on; its status stays', () => {
    expect(claim(newTicket(), { by: ben, at: soon })).toEqual(
      accept({
        ticket: newTicket({ assignee: ben.id }),
        facts: [factBy(ben, soon, 'ticket-claimed', { assignee: ben.id })],
      }),
    );
  });

  test.for([
    { who: 'another agent', by: bea },
    { who: 'its lead', by: lena },
    { who: 'its holder', by: ben },
  ])('$who learns who holds it', ({ by }) => {
    expect(claim(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(
      refuse({ code: 'already-claimed', assigneeId: ben.id }),
    );
  });

  test.for(customers)('$who may not, held or not', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:claim' });
    expect(claim(openTicket(), { by, at: soon })).toEqual(no);
    expect(claim(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(no);
  });

  test.for(strangers)('$who learns nothing of it', ({ by }) => {
    expect(claim(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('releasing a ticket', () => {
  test('its holder gives it back', () => {
    const held = onHoldTicket({ assignee: ben.id, customerWaiting: true });
    expect(release(held, { by: ben, at: soon })).toEqual(
      accept({
        ticket: { ...held, assignee: undefined },
        facts: [factBy(ben, soon, 'ticket-released', { before: ben.id })],
      }),
    );
  });

  test.for([
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who gives back what somebody else holds', ({ by }) => {
    expect(release(openTicket({ assignee: ben.id }), { by, at: soon })).toMatchObject({
      outcome: { ticket: { assignee: undefined }, facts: [{ data: { before: ben.id } }] },
    });
  });

  test('another agent may not', () => {
    expect(release(openTicket({ assignee: ben.id }), { by: bea, at: soon })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:release' }),
    );
  });

  test.for([ben, lena, ada])('what nobody holds cannot be given back', (by) => {
    expect(release(openTicket(), { by, at: soon })).toEqual(refuse({ code: 'not-assigned' }));
  });

  test.for(customers)('$who may not, held or not', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:release' });
    expect(release(openTicket(), { by, at: soon })).toEqual(no);
    expect(release(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(no);
  });

  test.for(strangers)('$who learns nothing of it', ({ by }) => {
    expect(release(openTicket(), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('stealing a ticket', () => {
  test.for([
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who takes it over from whoever holds it', ({ by }) => {
    expect(steal(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(
      accept({
        ticket: openTicket({ assignee: by.id }),
        facts: [factBy(by, soon, 'ticket-stolen', { assignee: by.id, before: ben.id })],
      }),
    );
  });

  test('nobody steals from themselves', () => {
    expect(steal(openTicket({ assignee: lena.id }), { by: lena, at: soon })).toEqual(
      refuse({ code: 'already-claimed', assigneeId: lena.id }),
    );
  });

  test('what nobody holds is claimed, not stolen', () => {
    expect(steal(openTicket(), { by: lena, at: soon })).toEqual(refuse({ code: 'not-assigned' }));
  });

  test.for([...customers, { who: 'an agent', by: bea }])('$who may not, held or not', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:steal' });
    expect(steal(openTicket(), { by, at: soon })).toEqual(no);
    expect(steal(openTicket({ assignee: ben.id }), { by, at: soon })).toEqual(no);
  });

  test.for(strangers)('$who learns nothing of it', ({ by }) => {
    expect(steal(openTicket(), { by, at: soon })).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('assigning a ticket', () => {
  const toBen = { to: ben.id, eligible: true, at: soon };

  test.for([
    { from: 'nobody', before: undefined },
    { from: 'somebody else', before: bea.id },
  ])('its lead hands it over from $from', ({ before }) => {
    expect(assign(openTicket({ assignee: before }), { ...toBen, by: lena })).toEqual(
      accept({
        ticket: openTicket({ assignee: ben.id }),
        facts: [factBy(lena, soon, 'ticket-assigned', { assignee: ben.id, before })],
      }),
    );
  });

  test('handing it to its holder changes nothing', () => {
    const ticket = openTicket({ assignee: ben.id });
    expect(assign(ticket, { ...toBen, by: lena })).toEqual(accept({ ticket, facts: [] }));
  });

  test('only who may work it gets it, not even its holder otherwise', () => {
    const no = refuse({ code: 'assignee-not-eligible', userId: ben.id });
    expect(assign(openTicket(), { ...toBen, eligible: false, by: lena })).toEqual(no);
    expect(assign(openTicket({ assignee: ben.id }), { ...toBen, eligible: false, by: ada })).toEqual(no);
  });

  test.for([...customers, { who: 'an agent', by: ben }])('$who may not, whoever it is for', ({ by }) => {
    const no = refuse({ code: 'not-permitted', permission: 'ticket:assign' });
    expect(assign(openTicket(), { ...toBen, by })).toEqual(no);
    expect(assign(openTicket(), { ...toBen, eligible: false, by })).toEqual(no);
  });

  test.for(strangers)('$who learns nothing of it', ({ by }) => {
    expect(assign(openTicket(), { ...toBen, by })).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('holding a ticket that is not worked', () => {
  const holdings = [
    { command: 'claim', held: (on: Parameters<typeof claim>[0]) => claim(on, { by: ada, at: soon }) },
    { command: 'release', held: (on: Parameters<typeof claim>[0]) => release(on, { by: ada, at: soon }) },
    { command: 'steal', held: (on: Parameters<typeof claim>[0]) => steal(on, { by: ada, at: soon }) },
    {
      command: 'assign',
      held: (on: Parameters<typeof claim>[0]) =>
        assign(on, { to: bea.id, eligible: false, by: ada, at: soon }),
    },
  ];

  describe.for(holdings)('$command', ({ command, held }) => {
    test.for([
      { status: 'solved', no: { code: 'ticket-not-active', state: 'solved' } },
      { status: 'spam', no: { code: 'ticket-not-active', state: 'spam' } },
      { status: 'closed', no: { code: 'ticket-closed' } },
      { status: 'merged', no: { code: 'ticket-merged', survivorId: ticketId(9) } },
    ] as const)('is refused while it is $status', ({ status, no }) => {
      // whoever claims what is held hears who holds it, whatever became of it
      const whenHeld = command === 'claim' ? { code: 'already-claimed', assigneeId: ben.id } : no;
      expect(held(ticketIn(status, { assignee: ben.id }))).toEqual(refuse(whenHeld));
      expect(held(ticketIn(status))).toEqual(refuse(no));
    });
  });
});
