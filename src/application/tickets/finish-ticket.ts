import { close } from '#domain/tickets/close.ts';
import { reopen } from '#domain/tickets/reopen.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { changeTicket } from './change-ticket.ts';
import type { HoldTicket } from './hold-ticket.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** Closes a ticket for good; an unsolved one is solved and closed in one step. */
export const closeTicket =
  ({ unitOfWork, clock }: Deps): HoldTicket =>
  (command, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket }) => close(ticket, { by, at: clock.now() }));

/** Takes a ticket up again. */
export const reopenTicket =
  ({ unitOfWork, clock }: Deps): HoldTicket =>
  (command, by) =>
    changeTicket(unitOfWork, command, by, async ({ ticket, queue }) =>
      reopen(ticket, { by, at: clock.now(), queue }),
    );
