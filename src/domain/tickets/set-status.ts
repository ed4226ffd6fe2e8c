import type { Queue } from '../queues/queue.ts';
import { refuse } from '../shared/decision.ts';
import { notAllowed } from './ask.ts';
import { type Doing, forbidden, type TicketDecision } from './change.ts';
import { close } from './close.ts';
import { markSpam } from './mark-spam.ts';
import { reopen } from './reopen.ts';
import { solve } from './solve.ts';
import type { Ticket } from './ticket.ts';
import { isListed, permissionToAsk, type Status } from './transitions.ts';
import { putOnHold, setPending } from './wait.ts';

type SetStatus = Doing & { readonly to: Status; readonly waitUntil: Date | undefined; readonly queue: Queue };

/** Asks a ticket for a status by name, as PATCH and replies do: strictly what the table lists. */
export const setStatus = (ticket: Ticket, wanted: SetStatus): TicketDecision => {
  const { by, to, waitUntil } = wanted;
  const no = forbidden(by, permissionToAsk(ticket.status, to), ticket);
  if (no) return refuse(no);
  if (waitUntil !== undefined && to !== 'pending' && to !== 'on-hold') {
    return refuse({ code: 'wait-until-without-waiting' });
  }
  switch (to) {
    case 'open':
      return reopen(ticket, wanted);
    case 'pending':
      return setPending(ticket, wanted);
    case 'on-hold':
      return putOnHold(ticket, wanted);
    case 'solved':
      return solve(ticket, wanted);
    case 'closed':
      return isListed(ticket.status, to) ? close(ticket, wanted) : refuse(notAllowed(ticket, to));
    case 'spam':
      return markSpam(ticket, wanted);
    case 'new':
    case 'merged':
      return refuse(notAllowed(ticket, to));
  }
};
