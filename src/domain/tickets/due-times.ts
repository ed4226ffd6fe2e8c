import { after, days } from '../shared/duration.ts';
import type { Change, Happening, TicketDecision } from './change.ts';
import { closeByTimer } from './close.ts';
import { type ClosingRules, closesAt } from './closing.ts';
import type { SpamTicket, Ticket } from './ticket.ts';
import { daysUntilPurged } from './transitions.ts';
import { wake } from './wait.ts';

/** What time alone does to a ticket. */
export const dueKinds = ['wake', 'close', 'purge'] as const;
export type DueKind = (typeof dueKinds)[number];

/** What time will do to a ticket, and when. */
export type DueTime = { readonly kind: DueKind; readonly at: Date };

/** What time will do to a ticket of a queue with these rules, if nobody changes it before. */
export const dueTimesOf = (ticket: Ticket, rules: ClosingRules): readonly DueTime[] => {
  switch (ticket.status) {
    case 'pending':
    case 'on-hold':
      return dueOnce('wake', ticket.waitUntil);
    case 'solved':
      return dueOnce('close', closesAt(ticket, rules));
    case 'spam':
      return dueOnce('purge', purgedAt(ticket));
    case 'new':
    case 'open':
    case 'closed':
    case 'merged':
      return [];
  }
};

/** Whether time does the same to a ticket, at the same moment, as it did before a change. */
export const sameDueTimes = (before: Ticket, ticket: Ticket): boolean =>
  (before.queue === ticket.queue || ticket.status !== 'solved') &&
  JSON.stringify(dueTimesOf(before, anyRules)) === JSON.stringify(dueTimesOf(ticket, anyRules));

/** Whether there are rules by which time will do something to a ticket as it is. */
export const isTimed = (ticket: Ticket): boolean => dueTimesOf(ticket, anyRules).length > 0;

/** By one and the same rules two tickets of one queue close at one moment or at two, whatever the rules are. */
const anyRules: ClosingRules = { autoCloseDays: 0, reopenWindowDays: 0 };

/** What time does to a ticket: it changes, or all of it goes. */
export type ByTime =
  | { readonly does: 'nothing' }
  | { readonly does: 'change'; readonly change: Change }
  | { readonly does: 'purge' };

/** What time does to a ticket now; nothing, when that is not due as the ticket and the rules of its queue are. */
export const meetDueTime = (
  ticket: Ticket,
  { kind, at, rules }: Happening & { readonly kind: DueKind; readonly rules: ClosingRules },
): ByTime => {
  switch (kind) {
    case 'wake':
      return changing(wake(ticket, { at }));
    case 'close':
      return changing(closeByTimer(ticket, { at, rules }));
    case 'purge':
      return { does: ticket.status === 'spam' && purgedAt(ticket) <= at ? 'purge' : 'nothing' };
  }
};

const dueOnce = (kind: DueKind, at: Date | undefined): readonly DueTime[] =>
  at === undefined ? [] : [{ kind, at }];

const purgedAt = ({ markedAt }: SpamTicket): Date => after(markedAt, days(daysUntilPurged));

const changing = (decision: TicketDecision): ByTime =>
  decision.ok && decision.outcome.facts.length > 0
    ? { does: 'change', change: decision.outcome }
    : { does: 'nothing' };
