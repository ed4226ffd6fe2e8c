import { describe, expect, test } from 'vitest';
import { after, days, hours } from '#domain/shared/duration.ts';
import { dueTimesOf, meetDueTime } from '#domain/tickets/due-times.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { billing, billingWith } from '../../support/queues.ts';
import {
  later,
  noon,
  onHoldTicket,
  pendingTicket,
  solvedTicket,
  spamTicket,
  ticketIn,
} from '../../support/tickets.ts';

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
    expect(dueTimesOf(ticket, billing)).toEqual([{ kind: 'wake', at: later(days(1)) }]);
  });

  test('a solved one closes after seven days', () => {
    const rules = billingWith({ autoCloseDays: 7, reopenWindowDays: 3 });
    expect(dueTimesOf(solvedTicket(), rules)).toEqual([{ kind: 'close', at: later(days(7)) }]);
  });

  test.each(['new', 'open', 'pending', 'on-hold', 'closed', 'merged'] as const)(
    'nothing to one that is %s and waits for no moment',
    (status) => {
      expect(dueTimesOf(ticketIn(status), billing)).toEqual([]);
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
    const [due] = dueTimesOf(ticket, billing);
    const { kind, at } = due ?? { kind: 'wake', at: noon };
    const early = meetDueTime(ticket, { kind, at: after(at, -1), rules: billing });
    expect(early).toEqual({ does: 'nothing' });
    const met = meetDueTime(ticket, { kind, at, rules: billing });
    if (met.does !== 'change') throw new Error(met.does);
    expect(met.change.facts.map(({ type, by }) => [type, by.kind])).toEqual([[fact, 'system']]);
    expect(dueTimesOf(met.change.ticket, billing)).toEqual([]);
  });

  test('does nothing to a ticket that somebody has solved instead of letting it wait', () => {
    const ticket = solvedTicket();
    expect(meetDueTime(ticket, { kind: 'wake', at: later(hours(1)), rules: billing })).toEqual({
      does: 'nothing',
    });
  });

  test('purges spam after thirty days, to the millisecond', () => {
    const ticket = spamTicket();
    expect(dueTimesOf(ticket, billing)).toEqual([{ kind: 'purge', at: later(days(30)) }]);
    expect(meetDueTime(ticket, { kind: 'purge', at: later(days(30) - 1), rules: billing })).toEqual({
      does: 'nothing',
    });
    expect(meetDueTime(ticket, { kind: 'purge', at: later(days(30)), rules: billing })).toEqual({
      does: 'purge',
    });
  });

  test.each(statuses.filter((status) => status !== 'spam'))('never purges a ticket that is %s', (status) => {
    const ticket = ticketIn(status);
    expect(meetDueTime(ticket, { kind: 'purge', at: later(days(400)), rules: billing })).toEqual({
      does: 'nothing',
    });
  });
});
