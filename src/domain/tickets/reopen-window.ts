import type { Queue } from '../queues/queue.ts';
import { after, days } from '../shared/duration.ts';
import type { TicketRefusal } from './refusal.ts';
import type { SolvedTicket } from './ticket.ts';

/** The last moment at which the requester may reopen. */
export const reopenWindowEnd = (
  { solvedAt }: SolvedTicket,
  { reopenWindowDays }: Pick<Queue, 'reopenWindowDays'>,
): Date => after(solvedAt, days(reopenWindowDays));

/** Whether the requester may still reopen; the last millisecond counts. */
export const isWithinReopenWindow = (ticket: SolvedTicket, queue: Queue, at: Date): boolean =>
  at <= reopenWindowEnd(ticket, queue);

export const reopenWindowOver = ({ solvedAt }: SolvedTicket, { reopenWindowDays }: Queue): TicketRefusal => ({
  code: 'reopen-window-over',
  solvedAt,
  windowDays: reopenWindowDays,
});
