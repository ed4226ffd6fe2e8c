import type { Actor } from '#domain/access/actor.ts';
import { audienceFor, visibilityOf } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { LinkId, type TicketId, type UserId } from '#domain/shared/ids.ts';
import { forbidden } from '#domain/tickets/change.ts';
import { link, unlink } from '#domain/tickets/link.ts';
import type { LinkKind, SaidKind } from '#domain/tickets/link-kinds.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { StoredTicket, TicketRef } from '../ports/stored-ticket.ts';
import type { TicketLinkList } from '../ports/ticket-links.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import {
  asSeen,
  type ChangeRefusal,
  type Found,
  type OnTicket,
  type TicketChanged,
} from './change-ticket.ts';
import { ownViewFor, type TicketView, viewAs, viewFor } from './ticket-view.ts';
import { holdTickets, idOf, saveBoth } from './two-tickets.ts';

/** A link as a reader may know it: how a ticket stands to another one that they see. */
export type LinkView = {
  /** `undefined` for what a follow-up is by itself, which nobody can take back. */
  readonly id: LinkId | undefined;
  readonly kind: LinkKind;
  readonly other: TicketView;
  readonly by: UserId | undefined;
  readonly at: Date;
};

export type ListLinks = (
  ref: TicketRef,
  page: { readonly after: string; readonly limit: number },
  actor: Actor,
) => Promise<{ readonly items: readonly LinkView[]; readonly next: string | undefined } | undefined>;

export type LinkTickets = (
  command: OnTicket & { readonly other: TicketId; readonly kind: SaidKind },
  actor: Actor,
) => Promise<Decision<LinkView, ChangeRefusal>>;

export type UnlinkTickets = (
  command: OnTicket & { readonly link: LinkId },
  actor: Actor,
) => Promise<TicketChanged>;

type Reading = { readonly reader: TicketReader };
type Deps = Reading & { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** The links of a ticket to those that the actor sees, in order; `undefined` when it does not exist for them. */
export const listLinks =
  ({ reader, links }: Reading & { readonly links: TicketLinkList }): ListLinks =>
  async (ref, { after, limit }, actor) => {
    const stored = await reader.find(ref);
    const own = stored && ownViewFor(actor, stored);
    if (stored === undefined || own === undefined) return undefined;
    const seen = { visible: visibilityOf(actor), audience: own.audience };
    const found = await links.page(stored.ticket, seen, { after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const items = page.flatMap(({ id, kind, other, by, at }) => {
      const view = viewFor(actor, other);
      return view === undefined ? [] : [{ id, kind, other: view, by, at }];
    });
    return { items, next: found.length > limit ? page.at(-1)?.place : undefined };
  };

/** Says how a ticket stands to another one. */
export const linkTickets =
  (deps: Deps & { readonly ids: IdSource }): LinkTickets =>
  ({ other: otherId, kind, ...command }, by) =>
    deps.unitOfWork.run(async (tx) => {
      const id = await idOf(deps, command.ticket);
      const held = await holdTickets(tx, [id, otherId]);
      const found = linkable(held.get(id), by);
      if (!found.ok) return found;
      const other = held.get(otherId);
      const seen = other && audienceFor(by, other.ticket);
      if (other === undefined || seen === undefined) return refuse({ code: 'unknown-ticket' });

      const { ticket } = found.outcome.stored;
      const wanted = { id: LinkId(deps.ids.next()), kind, by, at: deps.clock.now() };
      const [links, itsLinks] = [await tx.links.of(ticket.id), await tx.links.of(otherId)];
      const decided = link(
        { ticket, links },
        { ...wanted, other: { ticket: other.ticket, links: itsLinks } },
      );
      const decision = asSeen(found.outcome, command, decided);
      if (!decision.ok) return decision;
      await tx.links.add(ticket.id, { ...wanted, other: otherId }, { by: by.id, at: wanted.at });
      const saved = await saveBoth(tx, found.outcome.stored, other, decision.outcome);
      return accept({ ...wanted, by: by.id, other: viewAs(seen, saved.other) });
    });

/** Takes back what staff have said, from either side; only what the actor sees is there for them. */
export const unlinkTickets =
  (deps: Deps): UnlinkTickets =>
  ({ link: linkId, ...command }, by) =>
    deps.unitOfWork.run(async (tx) => {
      const id = await idOf(deps, command.ticket);
      const named = async () => id && (await tx.links.of(id)).find((one) => one.id === linkId);
      const held = await holdTickets(tx, [id, (await named())?.other]);
      const found = linkable(held.get(id), by);
      if (!found.ok) return found;
      // asked again, now that nobody else takes it back
      const link = await named();
      const other = held.get(link?.other);
      if (link === undefined || other === undefined || audienceFor(by, other.ticket) !== 'staff')
        return refuse({ code: 'not-found' });

      const { stored, audience } = found.outcome;
      const wanted = { link, other: other.ticket, by, at: deps.clock.now() };
      const decision = asSeen(found.outcome, command, unlink(stored.ticket, wanted));
      if (!decision.ok) return decision;
      await tx.links.remove(stored.ticket.id, link);
      const saved = await saveBoth(tx, stored, other, decision.outcome);
      return accept(viewAs(audience, saved.ticket));
    });

/** The ticket that an actor asks to link, if they may. */
const linkable = (
  stored: StoredTicket | undefined,
  by: Actor,
): Decision<Pick<Found, 'stored' | 'audience'>, TicketRefusal> => {
  const audience = stored && audienceFor(by, stored.ticket);
  if (stored === undefined || audience === undefined) return refuse({ code: 'not-found' });
  const no = forbidden(by, 'ticket:triage', stored.ticket);
  return no ? refuse(no) : accept({ stored, audience });
};
