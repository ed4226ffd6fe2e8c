import type { Actor } from '#domain/access/actor.ts';
import { displayName } from '#domain/identity/user.ts';
import { refuse } from '#domain/shared/decision.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { addParticipant as add, removeParticipant as remove } from '#domain/tickets/participate.ts';
import type { Clock } from '../ports/clock.ts';
import type { TicketRef } from '../ports/stored-ticket.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { changeTicket, type OnTicket, type TicketChanged } from './change-ticket.ts';
import { ownViewFor } from './ticket-view.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** Somebody who takes part in a ticket, as everybody who sees it may know them. */
export type Participant = { readonly id: UserId; readonly name: string };

export type ListParticipants = (ref: TicketRef, actor: Actor) => Promise<readonly Participant[] | undefined>;
export type ChangeParticipant = (
  command: OnTicket & { readonly participant: UserId },
  actor: Actor,
) => Promise<TicketChanged>;

/** Who takes part in a ticket, in the order in which they came; `undefined` when it does not exist for the actor. */
export const listParticipants =
  ({ unitOfWork, reader }: Pick<Deps, 'unitOfWork'> & { readonly reader: TicketReader }): ListParticipants =>
  async (ref, actor) => {
    const found = await reader.find(ref);
    const view = found && ownViewFor(actor, found);
    if (view === undefined) return undefined;
    const { participants } = view.ticket;
    if (participants.length === 0) return [];
    const users = await unitOfWork.run((tx) => tx.users.among(participants));
    const names = new Map(users.map((user) => [user.id, displayName(user)]));
    return participants.map((id) => ({ id, name: names.get(id) ?? '' }));
  };

/** Lets somebody who is known take part in a ticket. */
export const addParticipant =
  ({ unitOfWork, clock }: Deps): ChangeParticipant =>
  ({ participant, ...command }, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket, tx }) => {
      const decision = add(ticket, { participant, by, at: clock.now() });
      if (!decision.ok) return decision;
      const user = await tx.users.find(participant);
      const canTakePart = user !== undefined && user.status !== 'erased' && user.kind !== 'service';
      return canTakePart ? decision : refuse({ code: 'not-found' });
    });

/** Ends that somebody takes part in a ticket. */
export const removeParticipant =
  ({ unitOfWork, clock }: Deps): ChangeParticipant =>
  ({ participant, ...command }, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket }) =>
      remove(ticket, { participant, by, at: clock.now() }),
    );
