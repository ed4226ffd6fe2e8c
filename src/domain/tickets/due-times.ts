import { after, days } from '../shared/duration.ts';
import type { Happening, TicketDecision } from './change.ts';
import { closeByTimer } from './close.ts';
import type { Ticket } from './ticket.ts';
import { daysUntilClosed } from './transitions.ts';
import { wake } from './wait.ts';

/** What time alone does to a ticket. */
export const dueKinds = ['wake', 'close'] as const;
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
    case 'new':
    case 'open':
    case 'closed':
    case 'merged':
    case 'spam':
      return [];
  }
};

/** Does what time does to a ticket; nothing, when that is not due as the ticket is now. */
export const meetDueTime = (ticket: Ticket, { kind, at }: Happening & { kind: DueKind }): TicketDecision =>
  byTime[kind](ticket, { at });

const byTime: Record<DueKind, (ticket: Ticket, when: Happening) => TicketDecision> = {
  wake,
  close: closeByTimer,
};
