import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import type { Fact } from '#domain/tickets/facts.ts';
import { importTicket } from '#domain/tickets/import.ts';
import type { Past } from '#domain/tickets/past.ts';
import { pastWith, type Said } from '../../support/pasts.ts';
import { ben, carla } from '../../support/people.ts';
import { factBy, factByHexdesk, later, messageId, noon, ticketId } from '../../support/tickets.ts';

const now = later(days(30));
const tomorrow = later(days(31));

/** The facts between the opening of a ticket and its import. */
const factsBetween = (facts: Partial<Past> & { readonly said?: readonly Said[] }): readonly Fact[] => {
  const decision = importTicket(pastWith(facts), { at: now });
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  const { facts: told } = decision.outcome;
  expect(told.at(0)?.type).toBe('ticket-opened');
  expect(told.at(-1)?.type).toBe('ticket-imported');
  return told.slice(1, -1);
};
const answer: Said = { after: 5, by: 'staff' };
const message = (author: typeof ben | undefined, facts: object = {}) => ({
  id: messageId(2),
  kind: 'public' as const,
  author: author?.id,
  automatic: author === undefined,
  body: 'Message 2',
  at: later(5),
  ...facts,
});
const answered = factBy(ben, later(5), 'ticket-replied', { message: message(ben), answers: true });
const opened = factBy(ben, later(5), 'ticket-opened-again', { from: 'new' });

describe('the facts of an imported ticket', () => {
  test('begin with whoever wrote it, and end with its name elsewhere', () => {
    const decision = importTicket(pastWith({ updatedAt: later(7) }), { at: now });
    expect(decision).toMatchObject({
      outcome: {
        facts: [
          factBy(carla, noon, 'ticket-opened', {
            subject: 'Charged twice',
            requester: carla.id,
            participants: pastWith().participants,
            queue: pastWith().queue,
            priority: 'high',
            tags: ['vip'],
            channel: 'import',
            message: message(carla, { id: messageId(1), body: 'Message 1', at: noon }),
          }),
          factByHexdesk(later(7), 'ticket-imported', { externalId: 'OLD-1' }),
        ],
      },
    });
  });

  test('name each tag once', () => {
    const decision = importTicket(pastWith({ tags: ['vip', 'refund', 'vip'] }), { at: now });
    expect(decision).toMatchObject({ outcome: { ticket: { tags: ['vip', 'refund'] } } });
  });

  test('say of nobody that they hold it, or that it follows another, unless that is known', () => {
    expect(factsBetween({})).toEqual([]);
    expect(factsBetween({ assignee: ben.id, original: ticketId(7) })).toEqual([
      factByHexdesk(noon, 'follow-up-opened', { original: ticketId(7) }),
      factByHexdesk(noon, 'ticket-assigned', { assignee: ben.id, before: undefined }),
    ]);
  });

  test('say who wrote what', () => {
    expect(factsBetween({ said: [{ after: 5, by: 'machine' }] })).toEqual([
      factByHexdesk(later(5), 'ticket-acknowledged', { message: message(undefined) }),
    ]);
    expect(factsBetween({ said: [{ ...answer, note: true }] })).toEqual([
      factBy(ben, later(5), 'note-written', { message: message(ben, { kind: 'internal' }) }),
    ]);
    expect(factsBetween({ said: [{ after: 5, by: 'customer' }] })).toEqual([
      factBy(carla, later(5), 'ticket-replied', { message: message(carla), answers: false }),
    ]);
  });

  test('say of the first answer alone that it opened the ticket, unless that was never open', () => {
    const said = [answer, { after: 6, by: 'staff' } as const];
    const again = { id: messageId(3), body: 'Message 3', at: later(6) };
    const next = factBy(ben, later(6), 'ticket-replied', { message: message(ben, again), answers: true });
    expect(factsBetween({ status: 'open', said })).toEqual([answered, opened, next]);
    expect(factsBetween({ status: 'new', said: [answer] })).toEqual([answered]);
    expect(factsBetween({ status: 'spam', said: [answer] })).toEqual([
      answered,
      factByHexdesk(later(5), 'ticket-marked-spam', { from: 'new' }),
    ]);
  });

  test('say how it came to the status it has, and from where', () => {
    expect(factsBetween({ status: 'open' })).toEqual([
      factByHexdesk(noon, 'ticket-opened-again', { from: 'new' }),
    ]);
    expect(factsBetween({ status: 'pending', waitUntil: tomorrow, said: [answer] })).toEqual([
      answered,
      opened,
      factByHexdesk(later(5), 'ticket-set-pending', { from: 'open', waitUntil: tomorrow }),
    ]);
    expect(factsBetween({ status: 'on-hold', waitUntil: tomorrow })).toEqual([
      factByHexdesk(noon, 'ticket-put-on-hold', { from: 'new', waitUntil: tomorrow }),
    ]);
    expect(factsBetween({ status: 'solved', assignee: ben.id, solvedAt: later(8) }).slice(1)).toEqual([
      factByHexdesk(later(8), 'ticket-solved', { from: 'new', assignee: ben.id }),
    ]);
    expect(factsBetween({ status: 'closed', solvedAt: later(8), closedAt: later(9) })).toEqual([
      factByHexdesk(later(8), 'ticket-solved', { from: 'new', assignee: undefined }),
      factByHexdesk(later(9), 'ticket-closed', { from: 'solved' }),
    ]);
  });

  test('solve and close it at the one moment that is known', () => {
    expect(factsBetween({ status: 'closed', closedAt: later(9) }).map(({ at }) => at)).toEqual([
      later(9),
      later(9),
    ]);
    expect(factsBetween({ status: 'closed', solvedAt: later(8) }).map(({ at }) => at)).toEqual([
      later(8),
      later(8),
    ]);
  });

  test('put it on hold before the reply with which its customer began to wait', () => {
    const facts = factsBetween({
      status: 'on-hold',
      customerWaiting: true,
      said: [{ after: 5, by: 'customer' }],
    });
    expect(facts.map(({ type, at }) => [type, at])).toEqual([
      ['ticket-put-on-hold', later(5)],
      ['ticket-replied', later(5)],
    ]);
  });
});
