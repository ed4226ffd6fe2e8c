import type { StoredTicket } from '#application/ports/stored-ticket.ts';
import type { TicketFilter, TicketSort } from '#application/ports/ticket-list.ts';
import { type TicketView, viewAs } from '#application/tickets/ticket-view.ts';
import type { Actor } from '#domain/access/actor.ts';
import { covers, coversAsStaff, visibilityOf } from '#domain/access/visibility.ts';
import { priorities } from '#domain/tickets/priority.ts';

/** What a list must hold: every ticket covered, as its reader sees it, that the filter accepts of what they see. */
export const expected = (
  all: readonly StoredTicket[],
  reader: Actor,
  { filter, sort }: { readonly filter: TicketFilter; readonly sort: TicketSort },
): readonly StoredTicket[] => {
  const visible = visibilityOf(reader);
  return all
    .filter(({ ticket }) => covers(visible, ticket))
    .map((stored) => ({
      stored,
      view: viewAs(coversAsStaff(visible, stored.ticket) ? 'staff' : 'customer', stored),
    }))
    .filter(({ view }) => matches(view, filter))
    .toSorted((one, other) => orders[sort](one.view, other.view))
    .map(({ stored }) => stored);
};

const matches = ({ ticket, updatedAt }: TicketView, filter: TicketFilter): boolean =>
  (filter.statuses.length === 0 || filter.statuses.includes(ticket.status)) &&
  (filter.queue ?? ticket.queue) === ticket.queue &&
  (filter.assignee ?? ticket.assignee ?? 'none') === (ticket.assignee ?? 'none') &&
  (filter.requester ?? ticket.requester) === ticket.requester &&
  (filter.priority ?? ticket.priority) === ticket.priority &&
  (filter.category ?? ticket.category) === ticket.category &&
  (filter.externalId ?? ticket.externalId) === ticket.externalId &&
  (filter.tag === undefined || ticket.tags.includes(filter.tag)) &&
  (filter.updatedSince ?? updatedAt) <= updatedAt;

const byId = (one: TicketView, other: TicketView) => (one.ticket.id < other.ticket.id ? -1 : 1);
const moment = (at: Date | undefined) => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
const pressing = ({ ticket }: TicketView) => priorities.indexOf(ticket.priority);

const orders: Readonly<Record<TicketSort, (one: TicketView, other: TicketView) => number>> = {
  '-updatedAt': (one, other) => moment(other.updatedAt) - moment(one.updatedAt) || byId(other, one),
  '-openedAt': (one, other) =>
    moment(other.ticket.openedAt) - moment(one.ticket.openedAt) || byId(other, one),
  waiting: (one, other) =>
    pressing(other) - pressing(one) ||
    moment(one.ticket.waitingSince) - moment(other.ticket.waitingSince) ||
    byId(one, other),
  number: (one, other) => one.number - other.number,
};
