import { describe, expect, test } from 'vitest';
import { grantsFor } from '#domain/identity/user.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { open } from '#domain/tickets/open.ts';
import { ada, ben, carla, dora, lena, nobody, sam } from '../../support/people.ts';
import { billing, billingWith, shipping } from '../../support/queues.ts';
import {
  factBy,
  factByHexdesk,
  messageId,
  newTicket,
  noon,
  subject,
  ticketId,
} from '../../support/tickets.ts';

type Wanted = Parameters<typeof open>[0];

const wanted = (facts: Partial<Wanted>): Wanted => ({
  id: ticketId(1),
  subject: subject('Charged twice'),
  body: 'See my statement of March.',
  messageId: messageId(1),
  acknowledgementId: messageId(2),
  requester: carla.id,
  queue: billing,
  priority: undefined,
  tags: undefined,
  channel: 'api',
  by: carla,
  at: noon,
  ...facts,
});

const message = {
  id: messageId(1),
  kind: 'public',
  author: carla.id,
  automatic: false,
  body: 'See my statement of March.',
  at: noon,
} as const;

const opened = factBy(carla, noon, 'ticket-opened', {
  subject: 'Charged twice',
  requester: carla.id,
  participants: [],
  queue: billing.id,
  priority: 'normal',
  tags: [],
  channel: 'api',
  message,
});

describe('opening a ticket', () => {
  test('a customer does, and it is new, unassigned, waiting for an answer, and acknowledged', () => {
    expect(open(wanted({}))).toEqual(
      accept({
        ticket: newTicket({ participants: [] }),
        facts: [
          opened,
          factByHexdesk(noon, 'ticket-acknowledged', {
            message: {
              id: messageId(2),
              kind: 'public',
              author: undefined,
              automatic: true,
              body: 'We have received your request.',
              at: noon,
            },
          }),
        ],
      }),
    );
  });

  test('a queue without an acknowledgement says nothing', () => {
    expect(open(wanted({ queue: billingWith({ acknowledgement: undefined }) }))).toEqual(
      accept({ ticket: newTicket({ participants: [] }), facts: [opened] }),
    );
  });

  test("it gets the queue's default priority", () => {
    expect(open(wanted({ queue: billingWith({ defaultPriority: 'high' }) }))).toMatchObject({
      outcome: { ticket: { priority: 'high', openedIn: { queue: billing.id, priority: 'high' } } },
    });
  });

  test('it keeps by which way it came', () => {
    expect(open(wanted({ channel: 'email' }))).toMatchObject({ outcome: { ticket: { channel: 'email' } } });
  });

  test('a customer may in any queue', () => {
    expect(open(wanted({ queue: shipping }))).toMatchObject({
      ok: true,
      outcome: { ticket: { queue: shipping.id } },
    });
  });

  test.for([
    { who: 'an agent of another queue', by: sam },
    { who: 'the lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who may for themselves', ({ by }) => {
    expect(open(wanted({ by, requester: by.id }))).toMatchObject({
      ok: true,
      outcome: { ticket: { status: 'new', requester: by.id } },
    });
  });

  test('who was granted nothing may not', () => {
    expect(open(wanted({ by: nobody, requester: nobody.id }))).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:open' }),
    );
  });
});

describe('opening a ticket for somebody else', () => {
  test('an agent of the queue may: the message is theirs, the ticket is the customer’s', () => {
    const decision = open(wanted({ by: ben, queue: billingWith({ acknowledgement: undefined }) }));
    expect(decision).toEqual(
      accept({
        ticket: newTicket({ participants: [] }),
        facts: [
          factBy(ben, noon, 'ticket-opened', { ...opened.data, message: { ...message, author: ben.id } }),
        ],
      }),
    );
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who may not', ({ by }) => {
    expect(open(wanted({ by }))).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:open-for-others' }),
    );
  });
});

describe('opening a ticket with a priority or tags', () => {
  test('staff may: each tag stands once, in the order given', () => {
    expect(open(wanted({ by: ben, priority: 'urgent', tags: ['vip', 'refund', 'vip'] }))).toMatchObject({
      outcome: {
        ticket: { priority: 'urgent', tags: ['vip', 'refund'], openedIn: { priority: 'urgent' } },
        facts: [{ data: { priority: 'urgent', tags: ['vip', 'refund'] } }, {}],
      },
    });
  });

  test.for([
    { what: 'a priority', facts: { priority: 'urgent' } },
    { what: 'the default priority', facts: { priority: 'normal' } },
    { what: 'tags', facts: { tags: ['vip'] } },
    { what: 'no tags at all', facts: { tags: [] } },
  ] as const)('a customer may not name $what', ({ facts }) => {
    expect(open(wanted(facts))).toEqual(refuse({ code: 'not-permitted', permission: 'ticket:triage' }));
  });

  test('an agent may not in a queue that is not theirs', () => {
    expect(open(wanted({ by: sam, requester: sam.id, priority: 'urgent' }))).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:triage' }),
    );
  });

  test('the first missing right is the one named', () => {
    expect(open(wanted({ by: dora, tags: ['vip'] }))).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:open-for-others' }),
    );
    const strangerTo = { id: sam.id, grants: grantsFor('agent', [shipping.id]).slice(0, 1) };
    expect(open(wanted({ by: strangerTo, tags: ['vip'] }))).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:open' }),
    );
  });
});
