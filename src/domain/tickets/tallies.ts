import type { QueueId, UserId } from '../shared/ids.ts';
import type { Ticket } from './ticket.ts';
import type { Status } from './transitions.ts';

/** What one ticket counts towards in its queue: its status, and as work of whoever holds it. */
export type Tally =
  | { readonly queue: QueueId; readonly counted: 'status'; readonly name: Status }
  | { readonly queue: QueueId; readonly counted: 'holder'; readonly name: UserId };

/** The statuses in which a ticket is work for whoever holds it. */
export const workStatuses = ['new', 'open', 'pending', 'on-hold'] as const satisfies readonly Status[];

/** Everything a ticket counts towards. */
export const talliesOf = ({ queue, status, assignee }: Ticket): readonly Tally[] => [
  { queue, counted: 'status', name: status },
  ...(assignee !== undefined && workStatuses.some((work) => work === status)
    ? [{ queue, counted: 'holder', name: assignee } as const]
    : []),
];
