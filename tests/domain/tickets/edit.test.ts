import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { callElsewhere, categorise, moveToQueue, prioritise, rename, retag } from '#domain/tickets/edit.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { categoryWith } from '../../support/categories.ts';
import { ada, ben, carla, dora, lena, paul, sam } from '../../support/people.ts';
import { billing, shipping } from '../../support/queues.ts';
import { factBy, later, openTicket, subject, ticketId, ticketIn } from '../../support/tickets.ts';

const soon = later(hours(1));

const edits = [
  {
    edit: 'renaming',
    permission: 'ticket:rename',
    by: (ticket: Ticket, by: Actor) => rename(ticket, { by, at: soon, subject: subject('Refund missing') }),
  },
  {
    edit: 'prioritising',
    permission: 'ticket:triage',
    by: (ticket: Ticket, by: Actor) => prioritise(ticket, { by, at: soon, priority: 'urgent' }),
  },
  {
    edit: 'categorising',
    permission: 'ticket:triage',
    by: (ticket: Ticket, by: Actor) => categorise(ticket, { by, at: soon, category: categoryWith(1).id }),
  },
  {
    edit: 'retagging',
    permission: 'ticket:triage',
    by: (ticket: Ticket, by: Actor) => retag(ticket, { by, at: soon, tags: ['refund'] }),
  },
  {
    edit: 'calling otherwise',
    permission: 'ticket:triage',
    by: (ticket: Ticket, by: Actor) => callElsewhere(ticket, { by, at: soon, externalId: 'order-7' }),
  },
  {
    edit: 'moving',
    permission: 'ticket:move',
    by: (ticket: Ticket, by: Actor) =>
      moveToQueue(ticket, { by, at: soon, queue: shipping.id, assigneeStays: true }),
  },
] as const;

describe.for(edits)('$edit a ticket', ({ by: editedBy, permission }) => {
  test.for([
    { who: 'an agent of the queue', by: ben },
    { who: 'its lead', by: lena },
    { who: 'the admin', by: ada },
  ])('$who may', ({ by }) => {
    expect(editedBy(openTicket(), by)).toMatchObject({
      ok: true,
      outcome: { facts: [{ by: { id: by.id } }] },
    });
  });

  test.for(['new', 'open', 'pending', 'on-hold', 'solved', 'spam'] as const)(
    'one that is %s stays so',
    (status) => {
      expect(editedBy(ticketIn(status), ben)).toMatchObject({ outcome: { ticket: { status } } });
    },
  );

  test('a closed or merged one changes no more', () => {
    expect(editedBy(ticketIn('closed'), ada)).toEqual(refuse({ code: 'ticket-closed' }));
    expect(editedBy(ticketIn('merged'), ada)).toEqual(
      refuse({ code: 'ticket-merged', survivorId: ticketId(9) }),
    );
  });

  test('a participant may not, whatever its status', () => {
    expect(editedBy(openTicket(), paul)).toEqual(refuse({ code: 'not-permitted', permission }));
    expect(editedBy(ticketIn('closed'), paul)).toEqual(refuse({ code: 'not-permitted', permission }));
  });

  test.for([
    { who: 'another customer', by: dora },
    { who: 'an agent of another queue', by: sam },
  ])('$who learns nothing of it', ({ by }) => {
    expect(editedBy(openTicket(), by)).toEqual(refuse({ code: 'not-found' }));
    expect(editedBy(ticketIn('closed'), by)).toEqual(refuse({ code: 'not-found' }));
  });
});

describe('giving a ticket another subject', () => {
  test('its requester may', () => {
    expect(rename(openTicket(), { by: carla, at: soon, subject: subject('Refund missing') })).toEqual(
      accept({
        ticket: openTicket({ subject: 'Refund missing' }),
        facts: [factBy(carla, soon, 'subject-changed', { before: 'Charged twice', after: 'Refund missing' })],
      }),
    );
  });

  test('the subject it has changes nothing', () => {
    expect(rename(openTicket(), { by: ben, at: soon, subject: subject('Charged twice') })).toEqual(
      accept({ ticket: openTicket(), facts: [] }),
    );
  });
});

describe('making a ticket more or less pressing', () => {
  test('staff do; what the customer was told of it stays', () => {
    expect(prioritise(openTicket(), { by: ben, at: soon, priority: 'urgent' })).toEqual(
      accept({
        ticket: openTicket({ priority: 'urgent', openedIn: { queue: billing.id, priority: 'normal' } }),
        facts: [factBy(ben, soon, 'priority-changed', { before: 'normal', after: 'urgent' })],
      }),
    );
  });

  test('the priority it has changes nothing', () => {
    expect(prioritise(openTicket(), { by: ben, at: soon, priority: 'normal' })).toEqual(
      accept({ ticket: openTicket(), facts: [] }),
    );
  });

  test('its requester may not', () => {
    expect(prioritise(openTicket(), { by: carla, at: soon, priority: 'normal' })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:triage' }),
    );
  });
});

describe('saying what a ticket is about', () => {
  const category = categoryWith(1).id;

  test('it may be another category, or none, and the one it has changes nothing', () => {
    const told = { before: undefined, after: category };
    expect(categorise(openTicket(), { by: ben, at: soon, category })).toEqual(
      accept({ ticket: openTicket({ category }), facts: [factBy(ben, soon, 'category-changed', told)] }),
    );
    expect(categorise(openTicket({ category }), { by: ben, at: soon, category: null })).toMatchObject({
      outcome: { ticket: { category: undefined }, facts: [{ data: { before: category, after: undefined } }] },
    });
    expect(categorise(openTicket({ category }), { by: ben, at: soon, category })).toMatchObject({
      outcome: { facts: [] },
    });
  });
});

describe('tagging a ticket', () => {
  const tagged = openTicket({ tags: ['vip', 'refund'] });

  test('the tags are replaced, each stands once, in the order given', () => {
    expect(retag(tagged, { by: ben, at: soon, tags: ['march', 'refund', 'march'] })).toEqual(
      accept({
        ticket: openTicket({ tags: ['march', 'refund'] }),
        facts: [factBy(ben, soon, 'tags-changed', { before: ['vip', 'refund'], after: ['march', 'refund'] })],
      }),
    );
  });

  test.for([{ tags: ['vip', 'refund'] }, { tags: ['vip', 'refund', 'vip'] }])(
    'the tags it has, $tags, change nothing',
    ({ tags }) => {
      expect(retag(tagged, { by: ben, at: soon, tags })).toEqual(accept({ ticket: tagged, facts: [] }));
    },
  );

  test.for([
    { tags: ['refund', 'vip'] },
    { tags: ['vip'] },
    { tags: ['vip', 'refund', 'march'] },
    { tags: [] },
  ])('others, $tags, do', ({ tags }) => {
    expect(retag(tagged, { by: ben, at: soon, tags })).toMatchObject({
      outcome: { ticket: { tags }, facts: [{ type: 'tags-changed' }] },
    });
  });

  test('its requester may not', () => {
    expect(retag(tagged, { by: carla, at: soon, tags: [] })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:triage' }),
    );
  });
});

describe('moving a ticket to another queue', () => {
  const toShipping = { by: ben, at: soon, queue: shipping.id };
  const moved = factBy(ben, soon, 'ticket-moved', { before: billing.id, after: shipping.id });

  test('nobody needs a right in the other queue; what the customer was told of it stays', () => {
    expect(moveToQueue(openTicket(), { ...toShipping, assigneeStays: false })).toEqual(
      accept({
        ticket: openTicket({ queue: shipping.id, openedIn: { queue: billing.id, priority: 'normal' } }),
        facts: [moved],
      }),
    );
  });

  test('whoever held it keeps it if they may work there', () => {
    expect(moveToQueue(openTicket({ assignee: ada.id }), { ...toShipping, assigneeStays: true })).toEqual(
      accept({ ticket: openTicket({ queue: shipping.id, assignee: ada.id }), facts: [moved] }),
    );
  });

  test('and loses it if not, which is a fact of its own', () => {
    expect(moveToQueue(openTicket({ assignee: ben.id }), { ...toShipping, assigneeStays: false })).toEqual(
      accept({
        ticket: openTicket({ queue: shipping.id }),
        facts: [moved, factBy(ben, soon, 'ticket-released', { before: ben.id })],
      }),
    );
  });

  test('the queue it is in changes nothing, not even whose it is', () => {
    const ticket = openTicket({ assignee: ben.id });
    expect(moveToQueue(ticket, { by: ben, at: soon, queue: billing.id, assigneeStays: false })).toEqual(
      accept({ ticket, facts: [] }),
    );
  });

  test('its requester may not', () => {
    expect(moveToQueue(openTicket(), { ...toShipping, by: carla, assigneeStays: false })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:move' }),
    );
  });
});
