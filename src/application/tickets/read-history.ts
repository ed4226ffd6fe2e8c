import type { Actor } from '#domain/access/actor.ts';
import { evolve, fold } from '#domain/tickets/fold.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { FactRecord, TicketHistory, TicketPast } from '../ports/ticket-history.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import { type Page, pageOf, type Slice } from './read-ticket.ts';
import { type TicketView, viewAs, viewFor } from './ticket-view.ts';

/** A fact, and the ticket before and after it as the reader may know it; nothing was before the first. */
export type HistoryEntry = FactRecord & {
  readonly before: TicketView | undefined;
  readonly after: TicketView | undefined;
};

export type ReadHistory = (
  ref: TicketRef,
  slice: Slice,
  actor: Actor,
) => Promise<(Page<HistoryEntry> & { readonly view: TicketView }) | undefined>;

/** A ticket's facts as far as the actor may learn of them, oldest first, with what each changed. */
export const readHistory =
  (deps: { readonly reader: TicketReader; readonly history: TicketHistory & TicketPast }): ReadHistory =>
  async (ref, { after, limit }, actor) => {
    const stored = await deps.reader.find(ref);
    const view = stored && viewFor(actor, stored);
    if (stored === undefined || view === undefined) return undefined;
    const { audience } = view;
    const { id } = view.ticket;
    const found = await deps.history.page(id, audience, { after, limit: limit + 1 });
    const { items, next } = pageOf(found, limit);
    const earlier = after > 0 && items.length > 0 ? await deps.history.upTo(id, audience, after) : [];

    const seen = (ticket: Ticket | undefined) => ticket && viewAs(audience, { ...stored, ticket });
    let so = fold(id, earlier);
    const entries = items.map((record) => {
      const before = so;
      so = stepFrom(before, record);
      return { ...record, before: seen(before), after: seen(so) };
    });
    return { items: entries, next, view };
  };

const stepFrom = (before: Ticket | undefined, { ticketId, fact }: FactRecord): Ticket | undefined =>
  before === undefined ? fold(ticketId, [fact]) : evolve(before, fact);
