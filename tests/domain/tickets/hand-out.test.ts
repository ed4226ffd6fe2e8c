import { describe, expect, test } from 'vitest';
import { beginsToWait, thenHandedTo } from '#domain/tickets/hand-out.ts';
import { ben } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';
import { later, newTicket, openTicket, pendingTicket, solvedTicket } from '../../support/tickets.ts';

describe('A ticket begins to wait for somebody of its queue', () => {
  test.each([
    ['when it is opened', undefined, newTicket()],
    ['when whoever held it releases it', openTicket({ assignee: ben.id }), openTicket()],
    ['when it comes from another queue', openTicket(), openTicket({ queue: shipping.id })],
    ['when it is opened again and nobody holds it', pendingTicket(), openTicket()],
    ['when it is reopened and nobody holds it', solvedTicket(), openTicket()],
  ])('%s', (_when, before, after) => {
    expect(beginsToWait(before, after)).toBe(true);
  });

  test.each([
    ['when it waited before', newTicket(), openTicket()],
    ['while somebody holds it', pendingTicket({ assignee: ben.id }), openTicket({ assignee: ben.id })],
    ['while it waits for the customer', openTicket(), pendingTicket()],
    ['once it is solved', openTicket({ assignee: ben.id }), solvedTicket()],
  ])('but not %s', (_when, before, after) => {
    expect(beginsToWait(before, after)).toBe(false);
  });
});

test('A ticket handed out by the desk itself is so by a fact of its own, after what made it wait', () => {
  const change = { ticket: newTicket(), facts: [] };
  expect(thenHandedTo(change, { to: ben.id, at: later(5) })).toEqual({
    ticket: newTicket({ assignee: ben.id }),
    facts: [
      {
        type: 'ticket-assigned',
        at: later(5),
        by: { kind: 'system' },
        data: { assignee: ben.id, before: undefined },
      },
    ],
  });
});
