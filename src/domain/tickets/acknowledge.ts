import type { Queue } from '../queues/queue.ts';
import type { MessageId } from '../shared/ids.ts';
import { type Change, type Happening, happened } from './change.ts';
import type { Ticket } from './ticket.ts';

export type Acknowledgement = Happening & {
  /** The id of the automatic message, should the queue send one. */
  readonly acknowledgementId: MessageId;
  readonly queue: Queue;
};

/** Tells the requester of a new ticket that it has come in, if its queue wants that. */
export const acknowledge = (ticket: Ticket, wanted: Acknowledgement): Change => {
  const { queue, acknowledgementId, at } = wanted;
  const { acknowledgement: body } = queue;
  if (body === undefined) return { ticket, facts: [] };
  const message = {
    id: acknowledgementId,
    kind: 'public',
    author: undefined,
    automatic: true,
    body,
    at,
  } as const;
  return happened(ticket, wanted, { type: 'ticket-acknowledged', data: { message } });
};
