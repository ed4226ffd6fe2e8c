import type { TicketId } from '#domain/shared/ids.ts';
import type { DueTime } from '#domain/tickets/due-times.ts';

/** A due time and whose it is. */
export type DueTicket = DueTime & { readonly ticket: TicketId };

/** What time will do to all tickets; the ticket store keeps it with each change. */
export interface DueTimes {
  /** The earliest, in order, whether they have come or not. */
  next(limit: number): Promise<readonly DueTicket[]>;
  /** Lets one that cannot be met come later, unless it has been met or changed meanwhile. */
  putOff(due: DueTicket, until: Date): Promise<void>;
}
