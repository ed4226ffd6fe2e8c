import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { refuse } from '#domain/shared/decision.ts';
import { days, hours } from '#domain/shared/duration.ts';
import { close } from '#domain/tickets/close.ts';
import { markSpam } from '#domain/tickets/mark-spam.ts';
import { reopen } from '#domain/tickets/reopen.ts';
import { setStatus } from '#domain/tickets/set-status.ts';
import { solve } from '#domain/tickets/solve.ts';
import { allowedFrom, type Status, statuses } from '#domain/tickets/transitions.ts';
import { putOnHold, setPending } from '#domain/tickets/wait.ts';
import { ada, ben, carla, paul, sam } from '../../support/people.ts';
import { billing } from '../../support/queues.ts';
import { later, newTicket, openTicket, solvedTicket, ticketIn } from '../../support/tickets.ts';

const doing = (by: Actor) => ({ by, at: later(hours(1)), queue: billing });
const ask = (ticket: ReturnType<typeof ticketIn>, by: Actor, to: Status, waitUntil?: Date) =>
  setStatus(ticket, { ...doing(by), to, waitUntil });

describe('asking for a status by name', () => {
  test('is the same as doing what leads there', () => {
    const waitUntil = later(days(1));
    expect(ask(newTicket(), ben, 'open')).toEqual(reopen(newTicket(), doing(ben)));
    expect(ask(openTicket(), ben, 'pending', waitUntil)).toEqual(
      setPending(openTicket(), { ...doing(ben), waitUntil }),
    );
    expect(ask(openTicket(), ben, 'on-hold', waitUntil)).toEqual(
      putOnHold(openTicket(), { ...doing(ben), waitUntil }),
    );
    expect(ask(openTicket(), carla, 'solved')).toEqual(solve(openTicket(), doing(carla)));
    expect(ask(solvedTicket(), ben, 'closed')).toEqual(close(solvedTicket(), doing(ben)));
    expect(ask(openTicket(), ben, 'spam')).toEqual(markSpam(openTicket(), doing(ben)));
  });

  const pairs = statuses.flatMap((from) => statuses.map((to) => ({ from, to })));

  test.for(pairs)(
    'the admin asks for $to of one that is $from: just what the table lists',
    ({ from, to }) => {
      const allowed = allowedFrom(from);
      expect(ask(ticketIn(from), ada, to)).toMatchObject(
        allowed.includes(to)
          ? { ok: true, outcome: { ticket: { status: to } } }
          : refuse({ code: 'transition-not-allowed', from, to, allowed }),
      );
    },
  );

  test.for(['new', 'open', 'pending', 'on-hold'] as const)(
    'closed is refused to one that is %s, though closing it works',
    (from) => {
      expect(ask(ticketIn(from), ben, 'closed')).toMatchObject({
        refusal: { code: 'transition-not-allowed', to: 'closed' },
      });
      expect(close(ticketIn(from), doing(ben))).toMatchObject({ ok: true });
    },
  );

  test.for(pairs)('a participant may ask for nothing: $from to $to', ({ from, to }) => {
    expect(ask(ticketIn(from), paul, to)).toMatchObject({ refusal: { code: 'not-permitted' } });
  });
});

describe('naming a moment to wait until', () => {
  const waitUntil = later(days(1));

  test.for(['open', 'solved', 'closed', 'spam', 'new', 'merged'] as const)('%s does not wait', (to) => {
    expect(ask(openTicket(), ada, to, waitUntil)).toEqual(refuse({ code: 'wait-until-without-waiting' }));
  });

  test('who may not ask for the status hears that first', () => {
    expect(ask(openTicket(), carla, 'spam', waitUntil)).toEqual(
      refuse({ code: 'not-permitted', permission: 'ticket:mark-spam' }),
    );
  });

  test('and who does not see the ticket hears nothing of it', () => {
    expect(ask(openTicket(), sam, 'spam', waitUntil)).toEqual(refuse({ code: 'not-found' }));
  });
});
