import type { TicketId } from '#domain/shared/ids.ts';
import type { ChangeOfBoth } from '#domain/tickets/change.ts';
import type { StoredTicket, TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { handOut } from './hand-out.ts';

/** The id of a ticket, which tells when its turn to be held is. */
export const idOf = async (
  { reader }: { readonly reader: TicketReader },
  ref: TicketRef,
): Promise<TicketId | undefined> => ('id' in ref ? ref.id : (await reader.find(ref))?.ticket.id);

type Held = ReadonlyMap<TicketId | undefined, StoredTicket>;

/** Holds tickets in the order of their ids: whoever comes to the same two from the other side waits for the first. */
export const holdTickets = async (
  { tickets }: Pick<Transaction, 'tickets'>,
  wanted: readonly (TicketId | undefined)[],
): Promise<Held> => {
  const held = new Map<TicketId, StoredTicket>();
  for (const id of new Set(wanted.filter((one) => one !== undefined).toSorted())) {
    const stored = await tickets.find({ id });
    if (stored !== undefined) held.set(id, stored);
  }
  return held;
};

/** Saves what becomes of two tickets, each completed as its queue does. */
export const saveBoth = async (
  tx: Transaction,
  ticket: StoredTicket,
  other: StoredTicket,
  change: ChangeOfBoth,
): Promise<{ readonly ticket: StoredTicket; readonly other: StoredTicket }> => ({
  ticket: await tx.tickets.save(ticket, await handOut(tx, ticket.ticket, change.ticket)),
  other: await tx.tickets.save(other, await handOut(tx, other.ticket, change.other)),
});
