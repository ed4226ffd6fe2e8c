import { TicketId } from '#domain/shared/ids.ts';
import { type Change, changed } from '#domain/tickets/change.ts';
import type { TestNode } from './database.ts';
import { ben, carla } from './people.ts';
import { factBy, messageId, newTicket } from './tickets.ts';

/** Stores a new ticket of carla's by one fact, as it would have been at a moment. */
export const writeTicket = async ({ session, stores }: TestNode, id: string, at: Date): Promise<TicketId> => {
  const ticket = newTicket({ id: TicketId(id), participants: [] });
  const { subject, requester, participants, queue, priority, tags, channel } = ticket;
  const opened = factBy(carla, at, 'ticket-opened', {
    ...{ subject, requester, participants, queue, priority, tags, channel },
    message: { id: messageId(1), kind: 'public', author: carla.id, automatic: false, body: 'Help', at },
  });
  const change: Change = { ticket, facts: [opened] };
  await session.transaction(() => stores.tickets.add(change));
  return ticket.id;
};

/** Stores one more fact of a ticket. */
export const writeFact = ({ session, stores }: TestNode, id: TicketId, at: Date): Promise<unknown> =>
  session.transaction(async () => {
    const found = await stores.tickets.find({ id });
    if (found === undefined) throw new Error('no such ticket');
    const told = { type: 'ticket-released', data: { before: ben.id } } as const;
    await stores.tickets.save(found, changed(found.ticket, { by: ben, at }, told));
  });
