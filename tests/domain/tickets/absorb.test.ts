import { describe, expect, test } from 'vitest';
import { refuse } from '#domain/shared/decision.ts';
import { hours } from '#domain/shared/duration.ts';
import { UserId } from '#domain/shared/ids.ts';
import { absorb, giveBack, mostTakenOver } from '#domain/tickets/absorb.ts';
import { evolve } from '#domain/tickets/fold.ts';
import type { Message } from '#domain/tickets/message.ts';
import { mostParticipants } from '#domain/tickets/participate.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { ben, carla, dora, paul, sam } from '../../support/people.ts';
import { later, messageId, newTicket, noon, openTicket, ticketId } from '../../support/tickets.ts';

const soon = later(hours(1));
const doing = { by: ben, at: soon };
const said = (count: number, kind: Message['kind'] = 'public'): Message => ({
  id: messageId(count),
  kind,
  author: carla.id,
  automatic: false,
  body: `message ${count}`,
  at: later(count),
});

const source = newTicket({ id: ticketId(2), tags: ['refund', 'vip'] });
const survivor = openTicket({ id: ticketId(9), requester: dora.id, participants: [], tags: ['vip'] });

const absorbed = (ticket: Ticket, one: Ticket, thread: readonly Message[] = []) => {
  const decision = absorb(ticket, { ...doing, source: one, thread });
  if (!decision.ok) throw new Error(decision.refusal.code);
  return decision.outcome;
};
const givenBack = (ticket: Ticket, one: Ticket) => {
  const decision = giveBack(ticket, { ...doing, source: one.id });
  if (!decision.ok) throw new Error(decision.refusal.code);
  return decision.outcome;
};

describe('taking up a ticket that is merged into this one', () => {
  test('brings its people, its tags and its messages, and tells notes apart', () => {
    const { ticket, facts } = absorbed(survivor, source, [said(1), said(2, 'internal')]);
    expect(ticket).toMatchObject({
      status: 'open',
      participants: [carla.id, paul.id],
      tags: ['vip', 'refund'],
      absorbed: [{ source: source.id, participants: [carla.id, paul.id], tags: ['refund'] }],
    });
    expect(facts.map(({ type }) => type)).toEqual([
      'ticket-absorbed',
      'participant-added',
      'participant-added',
      'tags-changed',
      'message-taken-over',
      'note-taken-over',
    ]);
    expect(facts.reduce(evolve, survivor)).toEqual(ticket);
  });

  test('its customer waits as long as whoever waits longest', () => {
    const waiting = newTicket({ id: ticketId(2), waitingSince: noon });
    expect(absorbed({ ...survivor, waitingSince: soon }, waiting).ticket.waitingSince).toEqual(noon);
    expect(absorbed({ ...survivor, waitingSince: undefined }, waiting).ticket.waitingSince).toEqual(noon);
    const answered = openTicket({ id: ticketId(2), waitingSince: undefined });
    expect(absorbed({ ...survivor, waitingSince: soon }, answered).ticket.waitingSince).toEqual(soon);
  });

  test('whoever takes part already is not added again, and the requester stays what they are', () => {
    const known = { ...survivor, requester: carla.id, participants: [paul.id], tags: ['vip', 'refund'] };
    expect(absorbed(known, source).facts.map(({ type }) => type)).toEqual(['ticket-absorbed']);
  });

  test('is refused when it would be too many people or messages', () => {
    const many = Array.from({ length: mostParticipants }, (_, count) =>
      UserId(`01957b3e-9c00-7b20-8000-${String(count).padStart(12, '0')}`),
    );
    expect(absorb({ ...survivor, participants: many }, { ...doing, source, thread: [] })).toEqual(
      refuse({ code: 'too-many-participants', limit: mostParticipants }),
    );
    const thread = Array.from({ length: mostTakenOver + 1 }, (_, count) => said(count));
    expect(absorb(survivor, { ...doing, source, thread })).toEqual(
      refuse({ code: 'too-many-messages', limit: mostTakenOver }),
    );
    expect(absorb(survivor, { ...doing, source, thread: thread.slice(1) }).ok).toBe(true);
  });
});

describe('giving back what it brought', () => {
  test('leaves the ticket as it was', () => {
    const { ticket } = absorbed({ ...survivor, waitingSince: noon }, source);
    expect(givenBack(ticket, source).ticket).toEqual({ ...survivor, waitingSince: noon });
  });

  test('who has left meanwhile does not leave twice, and what was added since stays', () => {
    const { ticket } = absorbed(survivor, source);
    const later = { ...ticket, participants: [paul.id, sam.id], tags: ['refund', 'late'] };
    const { ticket: after, facts } = givenBack(later, source);
    expect(after).toMatchObject({ participants: [sam.id], tags: ['late'] });
    expect(facts.map(({ type }) => type)).toEqual([
      'absorption-undone',
      'participant-removed',
      'tags-changed',
    ]);
  });

  test('what another merged ticket brought, too, stays until that is undone', () => {
    const second = newTicket({ id: ticketId(3), tags: ['refund'] });
    const both = absorbed(absorbed(survivor, source).ticket, second).ticket;
    const one = givenBack(both, source).ticket;
    expect(one).toMatchObject({ participants: [carla.id, paul.id], tags: ['vip', 'refund'] });
    expect(givenBack(one, second).ticket).toMatchObject({ participants: [], tags: ['vip'] });
  });

  test('takes the right to merge here, too, and says nothing of the ticket otherwise', () => {
    const { ticket } = absorbed(survivor, source);
    expect(giveBack(ticket, { by: sam, at: soon, source: source.id })).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:merge' }),
    );
  });

  test('what brought nothing gives nothing back', () => {
    expect(givenBack(survivor, source)).toEqual({ ticket: survivor, facts: [] });
  });
});
