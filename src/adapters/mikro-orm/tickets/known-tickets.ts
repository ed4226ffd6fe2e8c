import type { StoredTicket } from '#application/ports/stored-ticket.ts';

/** A ticket at one point of its history: no two states of a ticket share a version. */
export type Point = { readonly id: string; readonly version: number };

/** Tickets as this process last read them. They never answer by themselves: the database names the version it wants. */
export type KnownTickets = {
  at(point: Point): StoredTicket | undefined;
  keep(stored: StoredTicket): void;
};

/** Keeps so many tickets, those that were asked for last. */
export const knownTickets = (capacity: number): KnownTickets => {
  const known = new Map<string, StoredTicket>();

  const keep = (stored: StoredTicket): void => {
    const { id } = stored.ticket;
    known.delete(id);
    known.set(id, stored);
    if (known.size <= capacity) return;
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  };

  return {
    at({ id, version }) {
      const stored = known.get(id);
      if (stored?.version !== version) return undefined;
      keep(stored);
      return stored;
    },
    keep,
  };
};
