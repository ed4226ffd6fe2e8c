import { describe, expect, test } from 'vitest';
import { talliesOf, workStatuses } from '#domain/tickets/tallies.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { ben } from '../../support/people.ts';
import { shipping } from '../../support/queues.ts';
import { ticketIn } from '../../support/tickets.ts';

const status = (name: (typeof statuses)[number]) => ({ queue: shipping.id, counted: 'status', name });
const held = { queue: shipping.id, counted: 'holder', name: ben.id };

describe('what a ticket counts towards', () => {
  test('is work while somebody may still have to do something about it', () => {
    expect(workStatuses).toEqual(['new', 'open', 'pending', 'on-hold']);
  });

  test.for(statuses.map((name) => ({ name })))(
    'in $name: its status, and the load of who works on it',
    ({ name }) => {
      const isWork = ['new', 'open', 'pending', 'on-hold'].includes(name);
      const ticket = ticketIn(name, { queue: shipping.id, assignee: ben.id });
      expect(talliesOf(ticket)).toEqual(isWork ? [status(name), held] : [status(name)]);
      expect(talliesOf(ticketIn(name, { queue: shipping.id, assignee: undefined }))).toEqual([status(name)]);
    },
  );
});
