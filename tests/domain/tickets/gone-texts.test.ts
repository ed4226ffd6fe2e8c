import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { erasePerson } from '#domain/tickets/erase-person.ts';
import { erasedText } from '#domain/tickets/erased-text.ts';
import { endedForGood, expireTexts } from '#domain/tickets/expire-texts.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { carla } from '../../support/people.ts';
import {
  closedTicket,
  factByHexdesk,
  later,
  noon,
  openTicket,
  solvedTicket,
  ticketIn,
} from '../../support/tickets.ts';

const at = later(days(30));

describe('texts that are gone', () => {
  test('are replaced by a word that says so', () => {
    expect(erasedText).toBe('[erased]');
  });

  test('for having been kept long enough are told to whoever reads the ticket', () => {
    const ticket = closedTicket({ solvedAt: noon, closedAt: noon });
    expect(expireTexts(ticket, { at })).toEqual({
      ticket: { ...ticket, subject: erasedText },
      facts: [factByHexdesk(at, 'texts-expired', {})],
    });
  });

  test('are kept since a ticket was closed, or since nobody can undo its merging', () => {
    expect(endedForGood(closedTicket({ solvedAt: noon, closedAt: later(5) }))).toEqual(later(5));
    const merged = ticketIn('merged');
    expect(merged.status === 'merged' && endedForGood(merged)).toEqual(
      merged.status === 'merged' && new Date(merged.mergedAt.getTime() + 7 * 24 * 60 * 60 * 1000),
    );
  });

  test.for(
    statuses.filter((status) => status !== 'closed' && status !== 'merged').map((status) => ({ status })),
  )('are not over while a ticket is $status', ({ status }) => {
    expect(
      endedForGood(status === 'solved' ? solvedTicket({ solvedAt: noon }) : ticketIn(status)),
    ).toBeUndefined();
  });

  const told = { person: carla.id, texts: 'own' } as const;
  test.for([
    { gone: { public: true, internal: false }, types: ['person-erased'] as const },
    { gone: { public: false, internal: true }, types: ['notes-erased'] as const },
    { gone: { public: true, internal: true }, types: ['person-erased', 'notes-erased'] as const },
    { gone: { public: false, internal: false }, types: [] as const },
  ])('for somebody was erased are told apart by who could read them: $types', ({ gone, types }) => {
    const ticket = openTicket();
    expect(erasePerson(ticket, { ...told, gone, at })).toEqual({
      ticket: gone.public ? { ...ticket, subject: erasedText } : ticket,
      facts: types.map((type) => factByHexdesk(at, type, told)),
    });
  });
});
