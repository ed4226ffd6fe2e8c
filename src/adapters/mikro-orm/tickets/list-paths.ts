import type { TicketSort } from '#application/ports/ticket-list.ts';

/** What a list of staff can be narrowed to so that an index holds the rest in order. */
export type Step = 'assignee' | 'queue' | 'status';

/** An index that holds tickets in an order, once each of its steps is one value. */
export type ListPath = { readonly index: string; readonly steps: readonly Step[] };

/** The longest first. Everything else MySQL may choose for itself. */
const paths: Readonly<Record<TicketSort, readonly ListPath[]>> = {
  '-updatedAt': [
    { index: 'ix_tickets_assignee_updated', steps: ['assignee', 'status'] },
    { index: 'ix_tickets_queue_status_updated', steps: ['queue', 'status'] },
    { index: 'ix_tickets_queue_updated', steps: ['queue'] },
    { index: 'ix_tickets_status_updated', steps: ['status'] },
    { index: 'ix_tickets_updated', steps: [] },
  ],
  waiting: [
    { index: 'ix_tickets_queue_waiting', steps: ['queue', 'status'] },
    { index: 'ix_tickets_waiting', steps: ['status'] },
  ],
  '-openedAt': [
    { index: 'ix_tickets_queue_opened', steps: ['queue'] },
    { index: 'ix_tickets_opened', steps: [] },
  ],
  number: [],
};

/**
 * The index to read a list of staff from, given what the list is narrowed to. Whoever has no status in mind reads
 * every status where the index has it; an assignee is always worth a step.
 */
export const pathOf = (sort: TicketSort, narrowedTo: ReadonlySet<Step>): ListPath | undefined =>
  paths[sort].find(
    ({ steps }) =>
      steps.includes('assignee') === narrowedTo.has('assignee') &&
      steps.every((step) => narrowedTo.has(step) || (step === 'status' && everyStatus(sort, narrowedTo))),
  );

const everyStatus = (sort: TicketSort, narrowedTo: ReadonlySet<Step>): boolean =>
  sort === 'waiting' || narrowedTo.has('assignee');
