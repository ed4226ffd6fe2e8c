import { chooseAssignee } from '#domain/queues/choose-assignee.ts';
import type { Change } from '#domain/tickets/change.ts';
import { beginsToWait, thenHandedTo } from '#domain/tickets/hand-out.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

/**
 * A change as the ticket's queue completes it: one that leaves the ticket waiting hands it to somebody by the queue's
 * strategy, if anybody is free. Whoever gave it up by this very change is not asked again, and nobody gets what they raised
 * themselves: what its requester writes never answers a ticket.
 */
export const handOut = async (
  tx: Pick<Transaction, 'queues' | 'rota'>,
  before: Ticket | undefined,
  change: Change,
): Promise<Change> => {
  const { ticket, facts } = change;
  const at = facts.at(-1)?.at;
  if (at === undefined || !beginsToWait(before, ticket)) return change;
  const known = await tx.queues.find(ticket.queue);
  if (known === undefined || known.assignment === 'manual') return change;
  // held, so that of two tickets the second is given by a count that has the first in it
  const held = await tx.queues.hold(ticket.queue);
  if (held === undefined) return change;
  const candidates = await tx.rota.candidates(ticket.queue);
  const to = chooseAssignee(held.queue, candidates, {
    except: [ticket.requester, ...(before?.assignee ? [before.assignee] : [])],
  });
  if (to === undefined) return change;
  await tx.rota.tookTurn(ticket.queue, to);
  return thenHandedTo(change, { to, at });
};
