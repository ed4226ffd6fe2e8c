import type { Actor } from '#domain/access/actor.ts';
import { audienceFor, visibilityOf } from '#domain/access/visibility.ts';
import type { StoredTicket, TicketRef } from '../ports/stored-ticket.ts';
import type { ListPosition, TicketFilter, TicketList, TicketSort } from '../ports/ticket-list.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { MessageRecord, TicketThread } from '../ports/ticket-thread.ts';
import { ownViewFor, type TicketView, viewAs, viewFor } from './ticket-view.ts';

export type ReadTicket = (ref: TicketRef, actor: Actor) => Promise<TicketView | undefined>;

/** One ticket as the actor sees it, or `undefined`: unknown and invisible are the same. */
export const readTicket =
  (deps: { readonly reader: TicketReader }): ReadTicket =>
  async (ref, actor) => {
    const stored = await deps.reader.find(ref);
    return stored && viewFor(actor, stored);
  };

export type ReadTicketWithMessages = (
  ref: TicketRef,
  actor: Actor,
) => Promise<{ readonly view: TicketView; readonly messages: readonly MessageRecord[] } | undefined>;

/** How many messages come with a ticket when asked for. */
export const includedMessages = 20;

/** One ticket with its last messages, oldest first. */
export const readTicketWithMessages =
  (deps: { readonly reader: TicketReader }): ReadTicketWithMessages =>
  async (ref, actor) => {
    // who is staff somewhere mostly reads there
    const likely = visibilityOf(actor).sights[0]?.audience ?? 'customer';
    const found = await deps.reader.findWithMessages(ref, likely, includedMessages);
    const view = found && viewFor(actor, found.stored);
    if (found === undefined || view === undefined) return undefined;
    const { ticket, audience } = view;
    return audience === likely
      ? { view, messages: found.messages }
      : { view, messages: await deps.reader.latestMessages(ticket.id, audience, includedMessages) };
  };

export type Slice = { readonly after: number; readonly limit: number };

/** A page, and the `seq` to go on after, or `undefined` at the end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: number | undefined };

export type ReadThread = (
  ref: TicketRef,
  slice: Slice,
  actor: Actor,
) => Promise<Page<MessageRecord> | undefined>;
/** A ticket's messages as far as the actor may read them, oldest first; `undefined` also once they went to a survivor. */
export const readThread =
  (deps: { readonly reader: TicketReader; readonly thread: TicketThread }): ReadThread =>
  async (ref, { after, limit }, actor) => {
    const stored = await deps.reader.find(ref);
    const view = stored && ownViewFor(actor, stored);
    if (view === undefined) return undefined;
    return pageOf(await deps.thread.page(view.ticket.id, view.audience, { after, limit: limit + 1 }), limit);
  };

/** What was found of one more than was asked for, as a page. */
export const pageOf = <Item extends { readonly seq: number }>(
  found: readonly Item[],
  limit: number,
): Page<Item> => {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)?.seq : undefined };
};

export type ListTickets = (
  wanted: {
    readonly filter: TicketFilter;
    readonly sort: TicketSort;
    readonly after: ListPosition | undefined;
    readonly limit: number;
  },
  actor: Actor,
) => Promise<{ readonly items: readonly TicketView[]; readonly next: ListPosition | undefined }>;

/** The tickets an actor may see, a page at a time. */
export const listTickets = (deps: { readonly list: TicketList }): ListTickets => {
  const view = rememberedViews();
  return async (wanted, actor) => {
    const { items, next } = await deps.list.page(visibilityOf(actor), wanted);
    return { items: items.flatMap((stored) => view(actor, stored) ?? []), next };
  };
};

/** Each side's view of a ticket is made once for as long as the list gives the very same ticket. */
const rememberedViews = () => {
  const views = {
    staff: new WeakMap<StoredTicket, TicketView>(),
    customer: new WeakMap<StoredTicket, TicketView>(),
  };
  return (actor: Actor, stored: StoredTicket): TicketView | undefined => {
    const audience = audienceFor(actor, stored.ticket);
    if (audience === undefined) return undefined;
    const known = views[audience].get(stored);
    if (known !== undefined) return known;
    const view = viewAs(audience, stored);
    views[audience].set(stored, view);
    return view;
  };
};
