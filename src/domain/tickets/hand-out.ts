import type { UserId } from '../shared/ids.ts';
import { type Change, happened } from './change.ts';
import { handedOut } from './next.ts';
import type { Ticket } from './ticket.ts';

/** Whether a ticket waits for somebody of its queue to hold it, and did not wait there before. */
export const beginsToWait = (before: Ticket | undefined, after: Ticket): boolean =>
  waits(after) && !(before !== undefined && before.queue === after.queue && waits(before));

/** The same change, after which Hexdesk itself hands the ticket to somebody. */
export const thenHandedTo = (
  { ticket, facts }: Change,
  { to, at }: { readonly to: UserId; readonly at: Date },
): Change => {
  const handed = happened(
    ticket,
    { at },
    { type: 'ticket-assigned', data: { assignee: to, before: undefined } },
  );
  return { ticket: handed.ticket, facts: [...facts, ...handed.facts] };
};

const waits = ({ status, assignee }: Ticket): boolean =>
  assignee === undefined && handedOut.some((one) => one === status);
