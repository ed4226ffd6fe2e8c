import type { Queue } from '../queues/queue.ts';
import { after, days } from '../shared/duration.ts';
import { reopenWindowEnd } from './reopen-window.ts';
import type { SolvedTicket } from './ticket.ts';

/** How long solved tickets of a queue stay open to be taken up again. */
export type ClosingRules = Pick<Queue, 'autoCloseDays' | 'reopenWindowDays'>;

/** When a solved ticket closes by itself: never while its requester may reopen it; `undefined` is never at all. */
export const closesAt = (ticket: SolvedTicket, rules: ClosingRules): Date | undefined => {
  if (rules.autoCloseDays === undefined) return undefined;
  const due = after(ticket.solvedAt, days(rules.autoCloseDays));
  const windowIsOver = after(reopenWindowEnd(ticket, rules), 1);
  return due > windowIsOver ? due : windowIsOver;
};

/** Whether tickets that are solved already close sooner by these rules than by those before. */
export const closesSooner = (rules: ClosingRules, before: ClosingRules): boolean =>
  daysSolved(rules) < daysSolved(before);

const daysSolved = ({ autoCloseDays, reopenWindowDays }: ClosingRules): number =>
  autoCloseDays === undefined ? Number.POSITIVE_INFINITY : Math.max(autoCloseDays, reopenWindowDays);
