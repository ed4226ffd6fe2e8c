import type { Queue } from '../queues/queue.ts';
import type { QueueId } from '../shared/ids.ts';
import { type Doing, inOrder, type TicketDecision } from './change.ts';
import { moveToQueue, prioritise, rename, retag } from './edit.ts';
import type { Priority } from './priority.ts';
import { setStatus } from './set-status.ts';
import type { Subject } from './subject.ts';
import type { Ticket } from './ticket.ts';
import type { Status } from './transitions.ts';

/** What may be changed about a ticket in one go; what is `undefined` stays. */
export type Revision = {
  readonly subject: Subject | undefined;
  readonly priority: Priority | undefined;
  readonly tags: readonly string[] | undefined;
  readonly moveTo: { readonly queue: QueueId; readonly assigneeStays: boolean } | undefined;
  readonly status: Status | undefined;
  readonly waitUntil: Date | undefined;
};

/** Changes several things about a ticket at once, all or none. Moving to another queue comes last: it may end the mover's own rights. */
export const revise = (
  ticket: Ticket,
  wanted: Doing & Revision & { readonly queue: Queue },
): TicketDecision => {
  const { subject, priority, tags, moveTo, status, waitUntil, ...doing } = wanted;
  const steps: ((ticket: Ticket) => TicketDecision)[] = [];
  if (subject !== undefined) steps.push((so) => rename(so, { ...doing, subject }));
  if (priority !== undefined) steps.push((so) => prioritise(so, { ...doing, priority }));
  if (tags !== undefined) steps.push((so) => retag(so, { ...doing, tags }));
  const to = status ?? (waitUntil === undefined ? undefined : ticket.status);
  if (to !== undefined) steps.push((so) => setStatus(so, { ...doing, to, waitUntil }));
  if (moveTo !== undefined) steps.push((so) => moveToQueue(so, { ...doing, ...moveTo }));
  return inOrder(ticket, steps);
};
