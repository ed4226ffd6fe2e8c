import type { TicketSort } from '#application/ports/ticket-list.ts';

/** What a list of staff can be narrowed to so that an index holds the rest in order. */
type Step = 'queue' | 'status';

/** What a list of staff is narrowed to, as far as indexes go; `work` is statuses in which tickets are being worked alone. */
export const narrowingNames = [
  'category',
  'assignee',
  'unheld',
  'requester',
  'external',
  'queue',
  'status',
  'work',
] as const;
export type Narrowing = (typeof narrowingNames)[number];

/** An index that holds tickets in an order, once each of its steps is one value. */
export type ListPath = { readonly index: string; readonly steps: readonly Step[] };

/** The longest first. */
const paths: Readonly<Record<TicketSort, readonly ListPath[]>> = {
  '-updatedAt': [
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
  number: [{ index: 'number', steps: [] }],
};

/** The index that holds what one requester asked, in an order if it has it: some ask thousands. */
export const ownIndex = (sort: TicketSort): string => {
  if (sort === '-openedAt') return 'ix_tickets_requester_opened';
  return sort === 'number' ? 'ix_tickets_requester_number' : 'ix_tickets_requester_updated';
};

/**
 * The index to read a list of staff from, given what the list is narrowed to. MySQL is told to use it, for its own
 * choice hangs on statistics that may be old. What one assignee holds is few enough to
 * be sorted where the index has another order. So is what is being worked, which in the order of a long past would be
 * looked for among all that is closed. What is about one category has an order of `-updatedAt` of its own, and is picked
 * out of the others. Whoever has no status in mind reads every status if the index has it.
 */
export const pathOf = (sort: TicketSort, narrowedTo: ReadonlySet<Narrowing>): ListPath => {
  if (narrowedTo.has('external')) return { index: 'ux_tickets_external', steps: [] };
  if (narrowedTo.has('requester')) return { index: ownIndex(sort), steps: [] };
  if (narrowedTo.has('unheld') && sort === 'waiting' && narrowedTo.has('queue'))
    return { index: 'ix_tickets_unheld', steps: ['queue', 'status'] };
  if (narrowedTo.has('assignee') || (narrowedTo.has('unheld') && sort !== 'waiting'))
    return { index: 'ix_tickets_assignee_updated', steps: sort === '-updatedAt' ? ['status'] : [] };
  if (narrowedTo.has('category') && sort === '-updatedAt')
    return { index: 'ix_tickets_category_updated', steps: [] };
  const isSorted =
    narrowedTo.has('work') && (sort === 'number' || (sort === '-openedAt' && narrowedTo.has('queue')));
  const path = paths[isSorted ? '-updatedAt' : sort].find(({ steps }) =>
    steps.every((step) => narrowedTo.has(step) || (step === 'status' && sort === 'waiting')),
  );
  if (path === undefined) throw new TypeError(`no index holds the order ${sort}`);
  return path;
};
