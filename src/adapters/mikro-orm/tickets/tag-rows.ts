import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { Dialect } from '../dialect.ts';

type Tagged = Pick<StoredTicket, 'ticket' | 'updatedAt'>;

/** One row for each tag of a ticket, which also holds its place in lists. */
export const tagRows = (tagged: Tagged, dialect: Dialect) =>
  tagged.ticket.tags.map((tag) => ({ tag, ticket_id: tagged.ticket.id, ...tagPlace(tagged, dialect) }));

/** Where lists of a tag have a ticket. */
export const tagPlace = ({ ticket, updatedAt }: Tagged, { toMoment }: Dialect) => ({
  ticket_queue_id: ticket.queue,
  ticket_updated_at: toMoment(updatedAt),
});
