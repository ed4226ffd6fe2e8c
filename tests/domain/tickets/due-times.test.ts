import { describe, expect, test } from 'vitest';
import { after, days, hours } from '#domain/shared/duration.ts';
import { dueTimesOf, meetDueTime } from '#domain/tickets/due-times.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { later, noon, onHoldTicket, pendingTicket, solvedTicket, ticketIn } from '../../support/tickets.ts';

describe('What time will do to a ticket', () => {
  test.each([
    [
      'one that waits for its customer until tomorrow opens then',
      pendingTicket({ waitUntil: later(days(1)) }),
    ],
    [
      'one that waits for somebody else until tomorrow opens then',
      onHoldTicket({ waitUntil: later(days(1)) }),
    ],
  ])('%s', (_, ticket) => {
    expect(dueTimesOf(ticket)).toEqual([{ kind: 'wake', at: later(days(1)) }]);
  });

  test('a solved one closes after seven days', () => {
    expect(dueTimesOf(solvedTicket())).toEqual([{ kind: 'close', at: later(days(7)) }]);
  });

  test.each(['new', 'open', 'pending', 'on-hold', 'closed', 'merged'] as const)(
    'nothing to one that is %s and waits for no moment',
    (status) => {
      expect(dueTimesOf(ticketIn(status))).toEqual([]);
    },
  );
});

describe('Meeting what is due', () => {
  const cases: readonly (readonly [string, Ticket, string])[] = [
    ['opens a pending ticket', pendingTicket({ waitUntil: later(hours(1)) }), 'ticket-opened-again'],
    ['opens a ticket on hold', onHoldTicket({ waitUntil: later(hours(1)) }), 'ticket-opened-again'],
    ['closes a solved ticket', solvedTicket(), 'ticket-closed'],
  ];

  test.each(cases)('%s to the millisecond, and then nothing is due any more', (_, ticket, fact) => {
    const [due] = dueTimesOf(ticket);
    const { kind, at } = due ?? { kind: 'wake', at: noon };
    const early = meetDueTime(ticket, { kind, at: after(at, -1) });
    expect(early).toEqual({ ok: true, outcome: { ticket, facts: [] } });
    const met = meetDueTime(ticket, { kind, at });
    if (!met.ok) throw new Error(met.refusal.code);
    expect(met.outcome.facts.map(({ type, by }) => [type, by.kind])).toEqual([[fact, 'system']]);
    expect(dueTimesOf(met.outcome.ticket)).toEqual([]);
  });

  test('does nothing to a ticket that somebody has solved instead of letting it wait', () => {
    const ticket = solvedTicket();
    expect(meetDueTime(ticket, { kind: 'wake', at: later(hours(1)) })).toEqual({
      ok: true,
      outcome: { ticket, facts: [] },
    });
  });
});
