import type { Actor } from '#domain/access/actor.ts';
import { may } from '#domain/access/policy.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { assign, claim, release, steal } from '#domain/tickets/hold.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { changeTicket, type OnTicket, type TicketChanged } from './change-ticket.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export type HoldTicket = (command: OnTicket, actor: Actor) => Promise<TicketChanged>;
export type AssignTicket = (
  command: OnTicket & { readonly to: UserId },
  actor: Actor,
) => Promise<TicketChanged>;

/** Takes an unassigned ticket: of any number who try at once exactly one succeeds. */
export const claimTicket =
  ({ unitOfWork, clock }: Deps): HoldTicket =>
  (command, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket }) => claim(ticket, { by, at: clock.now() }));

/** Gives a ticket back to its queue. */
export const releaseTicket =
  ({ unitOfWork, clock }: Deps): HoldTicket =>
  (command, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket }) => release(ticket, { by, at: clock.now() }));

/** Takes a ticket over from whoever holds it. */
export const stealTicket =
  ({ unitOfWork, clock }: Deps): HoldTicket =>
  (command, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket }) => steal(ticket, { by, at: clock.now() }));

/** Hands a ticket to somebody who may work it. */
export const assignTicket =
  ({ unitOfWork, clock }: Deps): AssignTicket =>
  ({ to, ...command }, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket, tx }) =>
      assign(ticket, { to, eligible: await isEligible(tx, ticket, to), by, at: clock.now() }),
    );

/** Whether somebody may hold this ticket. */
export const isEligible = async (tx: Transaction, ticket: Ticket, id: UserId): Promise<boolean> => {
  const user = await tx.users.find(id);
  return user?.status === 'active' && may(user, 'ticket:claim', ticket);
};
