import type { Queue } from '../queues/queue.ts';
import { days } from '../shared/duration.ts';
import type { TicketRefusal } from './refusal.ts';
import type { SolvedTicket } from './ticket.ts';

/** Whether the requester may still reopen; the last millisecond counts. */
export const isWithinReopenWindow = (
  { solvedAt }: SolvedTicket,
  { reopenWindowDays }: Queue,
  at: Date,
): boolean => at.getTime() - solvedAt.getTime() <= days(reopenWindowDays);

export const reopenWindowOver = ({ solvedAt }: SolvedTicket, { reopenWindowDays }: Queue): TicketRefusal => ({
  code: 'reopen-window-over',
  solvedAt,
  windowDays: reopenWindowDays,
});
