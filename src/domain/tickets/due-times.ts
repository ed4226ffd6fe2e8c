import { after, days } from '../shared/duration.ts';
import type { Change, Happening, TicketDecision } from './change.ts';
import { closeByTimer } from './close.ts';
import type { SpamTicket, Ticket } from './ticket.ts';
import { daysUntilClosed, daysUntilPurged } from './transitions.ts';
import { wake } from './wait.ts';

/** What time alone does to a ticket. */
export const dueKinds = ['wake', 'close', 'purge'] as const;
export type DueKind = (typeof dueKinds)[number];

/** What time will do to a ticket, and when. */
export type DueTime = { readonly kind: DueKind; readonly at: Date };

/** What time will do to a ticket if nobody changes it before. */
export const dueTimesOf = (ticket: Ticket): readonly DueTime[] => {
  switch (ticket.status) {
    case 'pending':
    case 'on-hold':
      return ticket.waitUntil === undefined ? [] : [{ kind: 'wake', at: ticket.waitUntil }];
    case 'solved':
      return [{ kind: 'close', at: after(ticket.solvedAt, days(daysUntilClosed)) }];
    case 'spam':
      return [{ kind: 'purge', at: purgedAt(ticket) }];
    case 'new':
    case 'open':
    case 'closed':
    case 'merged':
      return [];
  }
};

/** What time does to a ticket: it changes, or all of it goes. */
export type ByTime =
  | { readonly does: 'nothing' }
  | { readonly does: 'change'; readonly change: Change }
  | { readonly does: 'purge' };

/** What time does to a ticket now; nothing, when that is not due as the ticket is. */
export const meetDueTime = (ticket: Ticket, { kind, at }: Happening & { kind: DueKind }): ByTime => {
  switch (kind) {
    case 'wake':
      return changing(wake(ticket, { at }));
    case 'close':
      return changing(closeByTimer(ticket, { at }));
    case 'purge':
      return { does: ticket.status === 'spam' && purgedAt(ticket) <= at ? 'purge' : 'nothing' };
  }
};

const purgedAt = ({ markedAt }: SpamTicket): Date => after(markedAt, days(daysUntilPurged));

const changing = (decision: TicketDecision): ByTime =>
  decision.ok && decision.outcome.facts.length > 0
    ? { does: 'change', change: decision.outcome }
    : { does: 'nothing' };
