import { describe, expect, test } from 'vitest';
import { days } from '#domain/shared/duration.ts';
import { closesAt, closesSooner } from '#domain/tickets/closing.ts';
import { isTimed, sameDueTimes } from '#domain/tickets/due-times.ts';
import { shipping } from '../../support/queues.ts';
import {
  later,
  newTicket,
  onHoldTicket,
  openTicket,
  pendingTicket,
  solvedTicket,
  spamTicket,
} from '../../support/tickets.ts';

const rules = (autoCloseDays: number | undefined, reopenWindowDays: number) => ({
  autoCloseDays,
  reopenWindowDays,
});

describe('When a solved ticket closes by itself', () => {
  test.each([
    ['after the days of its queue', rules(14, 7), later(days(14))],
    ['with the first moment at which it cannot be reopened', rules(3, 7), later(days(7) + 1)],
    ['a moment later where both are as long', rules(7, 7), later(days(7) + 1)],
    ['at once where there is no window either', rules(0, 0), later(1)],
    ['never, where the queue closes none', rules(undefined, 7), undefined],
  ])('%s', (_, given, at) => {
    expect(closesAt(solvedTicket(), given)).toEqual(at);
  });

  test.each([
    ['fewer days', rules(3, 1), rules(7, 1), true],
    ['a shorter window that was the longer of both', rules(3, 5), rules(3, 9), true],
    ['any days, where there were none', rules(365, 1), rules(undefined, 1), true],
    ['a shorter window that was not', rules(7, 1), rules(7, 3), false],
    ['more days', rules(9, 1), rules(7, 1), false],
    ['never', rules(undefined, 1), rules(7, 1), false],
  ])('is sooner by %s: %o in place of %o', (_, now, before, sooner) => {
    expect(closesSooner(now, before)).toBe(sooner);
  });
});

describe('Whether time does something else after a change', () => {
  const until = { waitUntil: later(days(1)) };

  test.each([
    ['one that waits as long for somebody else', pendingTicket(until), onHoldTicket(until), true],
    ['one that waits for good, and is opened', pendingTicket(), openTicket(), true],
    ['one that waits longer', pendingTicket(until), pendingTicket({ waitUntil: later(days(2)) }), false],
    ['one that is opened before its moment', pendingTicket(until), openTicket(), false],
    ['one that is solved', openTicket(), solvedTicket(), false],
    ['one that was solved, and got a tag', solvedTicket(), solvedTicket({ tags: ['vip'] }), true],
    ['a solved one in another queue', solvedTicket(), solvedTicket({ queue: shipping.id }), false],
    ['an open one in another queue', openTicket(), openTicket({ queue: shipping.id }), true],
    ['one that was solved again', solvedTicket(), solvedTicket({ solvedAt: later(1) }), false],
  ])('%s', (_, before, after, same) => {
    expect(sameDueTimes(before, after)).toBe(same);
  });

  test('it may do something to what waits until a moment, is solved or is spam', () => {
    const timed = [pendingTicket(until), onHoldTicket(until), solvedTicket(), spamTicket()];
    expect(timed.map(isTimed)).toEqual([true, true, true, true]);
    const others = [newTicket(), openTicket(), pendingTicket(), onHoldTicket()];
    expect(others.map(isTimed)).toEqual([false, false, false, false]);
  });
});
