import type { Audience } from '#domain/access/visibility.ts';
import type { MessageId, QueueId, TicketId, UserId } from '#domain/shared/ids.ts';
import type { Change } from '#domain/tickets/change.ts';
import type { Message } from '#domain/tickets/message.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { StoredTicket, TicketRef } from './stored-ticket.ts';
import type { MessageRecord } from './ticket-thread.ts';

/** A message as a ticket has it; `source`: the merged ticket it came out of. */
export type PlacedMessage = { readonly message: Message; readonly source: TicketId | undefined };

/** The write side of tickets, inside one transaction. */
export interface TicketStore {
  /** The ticket, held until the transaction ends: whoever else wants to change it waits. */
  find(ref: TicketRef): Promise<StoredTicket | undefined>;
  /** The same without waiting: `undefined` also while somebody else holds it. */
  take(id: TicketId): Promise<StoredTicket | undefined>;
  /**
   * The first ticket of a queue, in waiting order, that is to be handed out to somebody: raised by another, held by nobody
   * and being taken by no other transaction; held until this one ends.
   */
  nextIn(queue: QueueId, to: UserId): Promise<StoredTicket | undefined>;
  /** Stores a new ticket, its number now given, with its facts and their messages as seq 1, 2, 3 … */
  add(change: Change): Promise<StoredTicket>;
  /**
   * Replaces the ticket that was found and appends the facts that brought it there, with the messages in them. When
   * somebody else changed it since, nothing of that comes about and the transaction runs again.
   */
  save(found: StoredTicket, change: Change): Promise<StoredTicket>;
  /** The last `most` public messages of a ticket that came after `after`, oldest first; both as the audience counts. */
  publicMessages(
    ticket: TicketId,
    audience: Audience,
    since: { readonly after: number; readonly most: number },
  ): Promise<readonly MessageRecord[]>;
  /** The first `most` messages of a ticket, notes among them, oldest first. */
  thread(ticket: TicketId, most: number): Promise<readonly Message[]>;
  /** A message of a ticket, and out of which other one a merge brought it, if one did. */
  message(ticket: TicketId, id: MessageId): Promise<PlacedMessage | undefined>;
  /**
   * Takes the text of a message of a ticket away wherever it is kept: letters that wait and may quote it are not sent, and
   * kept answers show it no more. The fact of it is stored as every other.
   */
  redact(ticket: TicketId, id: MessageId): Promise<void>;
  /** Removes the messages that a ticket took over from another; the facts that brought them stay, without them. */
  withdrawMessages(ticket: TicketId, source: TicketId): Promise<void>;
  /** Removes the ticket that was found with all that belongs to it. Only its id and number are kept: no other gets them. */
  purge(found: StoredTicket, at: Date): Promise<void>;
  /** Makes what time will do to a ticket what its state says, as every other write here does by itself. */
  keepDueTimes(ticket: Ticket): Promise<void>;
}

/** Someone else wrote first; the unit of work runs again. */
export class StaleWrite extends Error {
  readonly code = 'stale-write';
}
