import type { Actor } from '#domain/access/actor.ts';
import { type Audience, audienceFor } from '#domain/access/visibility.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { absorb, giveBack, mostTakenOver } from '#domain/tickets/absorb.ts';
import { type ChangeOfBoth, type Doing, forbidden } from '#domain/tickets/change.ts';
import { merge, undoMerge } from '#domain/tickets/merge.ts';
import type { TicketRefusal } from '#domain/tickets/refusal.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { asSeen, type ChangeRefusal, type OnTicket, type TicketChanged } from './change-ticket.ts';
import { handOut } from './hand-out.ts';
import { viewAs } from './ticket-view.ts';
import { holdTickets, idOf, saveBoth } from './two-tickets.ts';

export type MergeTickets = (
  command: OnTicket & { readonly into: TicketId },
  actor: Actor,
) => Promise<TicketChanged>;
export type UndoMerge = (command: OnTicket, actor: Actor) => Promise<TicketChanged>;

type Deps = { readonly reader: TicketReader; readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** Merges a ticket into another, which survives and is given back. */
export const mergeTickets =
  (deps: Deps): MergeTickets =>
  ({ into, ...command }, by) =>
    deps.unitOfWork.run(async (tx) => {
      const id = await idOf(deps, command.ticket);
      const held = await holdTickets(tx, [id, into]);
      const named = mergeable(held.get(id), by);
      if (!named.ok) return named;
      const survivor = held.get(into);
      const seen = survivor && audienceFor(by, survivor.ticket);
      if (survivor === undefined || seen === undefined) return refuse({ code: 'unknown-ticket' });

      const source = named.outcome;
      const doing = { by, at: deps.clock.now() };
      const decided = await mergeBoth(tx, source.stored, survivor, doing);
      const current = asSeen(source, command, decided.ok ? accept(decided.outcome.ticket) : decided);
      if (!current.ok) return current;
      if (!decided.ok) return decided;
      const saved = await saveBoth(tx, source.stored, survivor, decided.outcome);
      return accept(viewAs(seen, saved.other));
    });

/** Undoes the merge of a ticket: it is as it was, and its survivor without what it had brought. */
export const undoMergeOfTickets =
  (deps: Deps): UndoMerge =>
  (command, by) =>
    deps.unitOfWork.run(async (tx) => {
      const known = await deps.reader.find(command.ticket);
      const other = known?.ticket.status === 'merged' ? known.ticket.survivor : undefined;
      const held = await holdTickets(tx, [known?.ticket.id, other]);
      const named = mergeable(held.get(known?.ticket.id), by);
      if (!named.ok) return named;

      const { stored, audience } = named.outcome;
      const doing = { by, at: deps.clock.now() };
      const decision = asSeen(named.outcome, command, undoMerge(stored.ticket, doing));
      if (!decision.ok) return decision;
      const { ticket } = stored;
      // merged once more into another one, since it was read: whoever asks again undoes that
      if (ticket.status === 'merged' && ticket.survivor !== other) return refuse({ code: 'not-merged' });

      const survivor = held.get(other);
      if (survivor === undefined) {
        const change = await handOut(tx, ticket, decision.outcome);
        return accept(viewAs(audience, await tx.tickets.save(stored, change)));
      }
      const given = giveBack(survivor.ticket, { ...doing, source: ticket.id });
      if (!given.ok) return given;
      await tx.tickets.withdrawMessages(survivor.ticket.id, ticket.id);
      const both = { ticket: decision.outcome, other: given.outcome };
      return accept(viewAs(audience, (await saveBoth(tx, stored, survivor, both)).ticket));
    });

type Mergeable = { readonly stored: StoredTicket; readonly audience: Audience };

/** The ticket that an actor asks to merge, if they may; only then the other one is looked at. */
const mergeable = (stored: StoredTicket | undefined, by: Actor): Decision<Mergeable, TicketRefusal> => {
  const audience = stored && audienceFor(by, stored.ticket);
  if (stored === undefined || audience === undefined) return refuse({ code: 'not-found' });
  const no = forbidden(by, 'ticket:merge', stored.ticket);
  return no ? refuse(no) : accept({ stored, audience });
};

const mergeBoth = async (
  { tickets }: Pick<Transaction, 'tickets'>,
  source: StoredTicket,
  survivor: StoredTicket,
  doing: Doing,
): Promise<Decision<ChangeOfBoth, ChangeRefusal>> => {
  const merged = merge(source.ticket, { ...doing, into: survivor.ticket });
  if (!merged.ok) return merged;
  const thread = await tickets.thread(source.ticket.id, mostTakenOver + 1);
  const absorbed = absorb(survivor.ticket, { ...doing, source: source.ticket, thread });
  return absorbed.ok ? accept({ ticket: merged.outcome, other: absorbed.outcome }) : absorbed;
};
