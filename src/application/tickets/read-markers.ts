import type { Actor } from '#domain/access/actor.ts';
import type { Audience } from '#domain/access/visibility.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarkedTicket, ReadMarkers } from '../ports/read-markers.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { ownViewFor, viewFor } from './ticket-view.ts';

type Reading = { readonly reader: TicketReader; readonly readMarkers: ReadMarkers };

export type ReadReadMarker = (ref: TicketRef, actor: Actor) => Promise<MarkedTicket | undefined>;
export type MoveReadMarker = (
  command: { readonly ticket: TicketRef; readonly seq: number },
  actor: Actor,
) => Promise<MarkedTicket | undefined>;
export type ListReadMarkers = (
  tickets: readonly TicketId[],
  actor: Actor,
) => Promise<readonly MarkedTicket[]>;

/** How far the actor has read a ticket; `undefined` when it does not exist for them. */
export const readReadMarker =
  ({ reader, readMarkers }: Reading): ReadReadMarker =>
  async (ref, actor) => {
    const stored = await reader.find(ref);
    const view = stored && ownViewFor(actor, stored);
    if (view === undefined) return undefined;
    const [marked] = await readMarkers.among(actor.id, view.audience, [view.ticket.id]);
    return marked;
  };

/** Notes how far the actor has read a ticket: no further than it goes, and never less far than before. */
export const moveReadMarker =
  (deps: Reading & { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): MoveReadMarker =>
  async ({ ticket: ref, seq }, actor) => {
    const stored = await deps.reader.find(ref);
    const view = stored && ownViewFor(actor, stored);
    if (view === undefined) return undefined;
    const { ticket, audience, version } = view;
    const to = { ticket: ticket.id, seq: Math.min(seq, version), readAt: deps.clock.now() };
    await deps.unitOfWork.run(({ readMarkers }) => readMarkers.advance(actor.id, audience, to));
    const [marked] = await deps.readMarkers.among(actor.id, audience, [ticket.id]);
    return marked;
  };

/** How far the actor has read these tickets; those that do not exist for them are left out. */
export const listReadMarkers =
  ({ reader, readMarkers }: Reading): ListReadMarkers =>
  async (tickets, actor) => {
    const found = await reader.among([...new Set(tickets)]);
    const views = found.flatMap((stored) => viewFor(actor, stored) ?? []);
    const seenAs = async (audience: Audience) => {
      const ids = views.filter((view) => view.audience === audience).map(({ ticket }) => ticket.id);
      return readMarkers.among(actor.id, audience, ids);
    };
    const marked = [...(await seenAs('staff')), ...(await seenAs('customer'))];
    const byTicket = new Map(marked.map((one) => [one.ticket, one]));
    return [...new Set(tickets)].flatMap((ticket) => byTicket.get(ticket) ?? []);
  };
