import type { TicketRecord } from './ticket-record.ts';

/** A ticket as it leaves, and its number here. */
export type ArchivedTicket = { readonly number: number; readonly record: TicketRecord };

/** Reads whole tickets for whoever runs Hexdesk; it asks no one's permission. */
export interface TicketArchive {
  /** How many tickets there are. */
  count(): Promise<number>;
  /** At most `limit` tickets behind a number, by number; each as it stood at one moment. */
  page(wanted: { readonly after: number; readonly limit: number }): Promise<readonly ArchivedTicket[]>;
}
