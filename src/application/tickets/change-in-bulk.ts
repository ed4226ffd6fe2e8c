import type { Actor } from '#domain/access/actor.ts';
import { type Decision, refuse } from '#domain/shared/decision.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import { type BulkChange, mostTags, tagsAfter } from '#domain/tickets/bulk-change.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import type { ChangeRefusal, TicketChanged } from './change-ticket.ts';
import type { AssignTicket, HoldTicket } from './hold-ticket.ts';
import type { ReviseCommand, ReviseTicket } from './revise-ticket.ts';
import type { TicketView } from './ticket-view.ts';

/** The use cases that a change of many tickets consists of. */
export type BulkUseCases = {
  readonly claimTicket: HoldTicket;
  readonly releaseTicket: HoldTicket;
  readonly stealTicket: HoldTicket;
  readonly reopenTicket: HoldTicket;
  readonly closeTicket: HoldTicket;
  readonly assignTicket: AssignTicket;
  readonly reviseTicket: ReviseTicket;
};

type Wanted = { readonly ticket: TicketId; readonly change: BulkChange; readonly actor: Actor };

/** The ticket would have more tags than a ticket may have. */
type TooManyTags = { readonly code: 'too-many-tags' };

/**
 * Makes the whole change to one ticket, by the use cases that change one by one, inside the running transaction. After a
 * refusal that transaction must be taken back: what came before it is written already.
 */
export const changeInBulk = async (
  useCases: BulkUseCases,
  { tickets }: Pick<Transaction, 'tickets'>,
  { ticket: id, change, actor }: Wanted,
): Promise<Decision<TicketView, ChangeRefusal | TooManyTags>> => {
  const ticket = { id };
  let last: TicketChanged | undefined;
  for (const take of stepsOf(useCases, change)) {
    last = await take({ ticket }, actor);
    if (!last.ok) return last;
  }
  const revision = revisionOf(change, (await tickets.find(ticket))?.ticket.tags ?? []);
  if (revision !== undefined) {
    last = await useCases.reviseTicket({ ticket, ...revision }, actor);
    if (!last.ok) return last;
    // only whoever may set tags learns how many there are
    if ((revision.tags?.length ?? 0) > mostTags) return refuse({ code: 'too-many-tags' });
  }
  if (last !== undefined && change.step !== 'close') return last;
  return useCases.closeTicket({ ticket }, actor);
};

/** What comes before everything else: who holds a ticket may matter to the rest. */
const stepsOf = (
  { claimTicket, releaseTicket, stealTicket, reopenTicket, assignTicket }: BulkUseCases,
  { step, assignee }: BulkChange,
): readonly HoldTicket[] => {
  const first = { claim: claimTicket, release: releaseTicket, steal: stealTicket, reopen: reopenTicket };
  const steps: HoldTicket[] = [];
  if (step !== undefined && step !== 'close') steps.push(first[step]);
  if (assignee !== undefined)
    steps.push((command, actor) => assignTicket({ ...command, to: assignee }, actor));
  return steps;
};

/** What is revised, if anything is. */
const revisionOf = (
  change: BulkChange,
  before: readonly string[],
): Omit<ReviseCommand, 'ticket' | 'ifMatch'> | undefined => {
  const { priority, category, customFields, status, waitUntil } = change;
  const revision = {
    subject: undefined,
    priority,
    category,
    tags: tagsAfter(change, before),
    customFields,
    status,
    statusLabelId: change.statusLabel,
    waitUntil,
    queueId: change.queue,
  };
  return Object.values(revision).some((value) => value !== undefined) ? revision : undefined;
};
