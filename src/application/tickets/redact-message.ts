import type { Actor } from '#domain/access/actor.ts';
import { audienceFor } from '#domain/access/visibility.ts';
import { accept, refuse } from '#domain/shared/decision.ts';
import type { MessageId } from '#domain/shared/ids.ts';
import type { Change, Doing } from '#domain/tickets/change.ts';
import { redact, redactAtSource } from '#domain/tickets/redact.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoredTicket } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { asSeen, type OnTicket, type TicketChanged } from './change-ticket.ts';
import { handOut } from './hand-out.ts';
import { viewAs } from './ticket-view.ts';
import { holdTickets, idOf } from './two-tickets.ts';

export type RedactMessage = (
  command: OnTicket & { readonly message: MessageId },
  actor: Actor,
) => Promise<TicketChanged>;

type Deps = { readonly reader: TicketReader; readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** Takes the text of a message away, also in the merged ticket that it came out of; author, time and place stay. */
export const redactMessage =
  (deps: Deps): RedactMessage =>
  ({ message: id, ...command }, by) =>
    deps.unitOfWork.run(async (tx) => {
      const ticket = await idOf(deps, command.ticket);
      // where it came from never changes, and tells which tickets are to be held
      const known = ticket && (await tx.tickets.message(ticket, id));
      const held = await holdTickets(tx, [ticket, known?.source]);
      const stored = held.get(ticket);
      const audience = stored && audienceFor(by, stored.ticket);
      if (stored === undefined || audience === undefined) return refuse({ code: 'not-found' });

      const message = known && (await tx.tickets.message(stored.ticket.id, id))?.message;
      const doing = { by, at: deps.clock.now() };
      const redacted = redact(stored.ticket, { ...doing, message });
      const decision = asSeen({ audience, stored }, command, redacted);
      if (!decision.ok) return decision;
      await redactSource(tx, held.get(known?.source), id, doing);
      return accept(viewAs(audience, await store(tx, stored, id, decision.outcome)));
    });

const redactSource = async (
  tx: Transaction,
  source: StoredTicket | undefined,
  id: MessageId,
  doing: Doing,
): Promise<void> => {
  const copy = source && (await tx.tickets.message(source.ticket.id, id));
  if (source === undefined || copy === undefined) return;
  await store(tx, source, id, redactAtSource(source.ticket, { ...doing, message: copy.message }));
};

const store = async (
  tx: Transaction,
  stored: StoredTicket,
  id: MessageId,
  change: Change,
): Promise<StoredTicket> => {
  if (change.facts.length === 0) return stored;
  await tx.tickets.redact(stored.ticket.id, id);
  return tx.tickets.save(stored, await handOut(tx, stored.ticket, change));
};
