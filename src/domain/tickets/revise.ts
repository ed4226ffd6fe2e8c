import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import type { CustomField } from '../fields/custom-field.ts';
import type { FieldChanges } from '../fields/field-value.ts';
import type { Queue } from '../queues/queue.ts';
import { refuse } from '../shared/decision.ts';
import type { CategoryId, QueueId } from '../shared/ids.ts';
import { type Doing, forbidden, inOrder, type TicketDecision } from './change.ts';
import { callElsewhere, categorise, moveToQueue, prioritise, rename, retag } from './edit.ts';
import { fillIn, neededToFillIn } from './fill-in.ts';
import { labelStatus, type WantedLabel } from './label-status.ts';
import type { Priority } from './priority.ts';
import { setStatus } from './set-status.ts';
import type { Subject } from './subject.ts';
import type { Ticket } from './ticket.ts';
import { permissionToAsk, type Status } from './transitions.ts';
import { postpone } from './wait.ts';

/** What may be changed about a ticket in one go; what is `undefined` stays. */
export type Revision = {
  readonly subject: Subject | undefined;
  readonly priority: Priority | undefined;
  /** `null` takes it away. */
  readonly category?: CategoryId | null | undefined;
  readonly tags: readonly string[] | undefined;
  /** `null` takes it away. */
  readonly externalId?: string | null | undefined;
  /** `null` takes a value away; fields that are not named keep theirs. */
  readonly customFields?: FieldChanges | undefined;
  /** One for the status that the ticket has, or is to have. */
  readonly statusLabel?: WantedLabel | undefined;
  readonly moveTo: { readonly queue: QueueId; readonly assigneeStays: boolean } | undefined;
  readonly status: Status | undefined;
  /** `null` takes the moment away: it waits for good. */
  readonly waitUntil: Date | null | undefined;
};

/** Changes several things about a ticket at once, all or none. Moving to another queue comes last: it may end the mover's own rights. */
export const revise = (
  ticket: Ticket,
  wanted: Doing & Revision & { readonly queue: Queue; readonly fields?: readonly CustomField[] },
): TicketDecision => {
  const no = neededFor(ticket, wanted, wanted.by)
    .map((permission) => forbidden(wanted.by, permission, ticket))
    .find((refusal) => refusal !== undefined);
  if (no) return refuse(no);
  const {
    subject,
    priority,
    category,
    tags,
    externalId,
    customFields,
    statusLabel,
    moveTo,
    status,
    waitUntil: moment,
    fields = [],
    ...doing
  } = wanted;
  const waitUntil = moment ?? undefined;
  const steps: ((ticket: Ticket) => TicketDecision)[] = [];
  if (subject !== undefined) steps.push((so) => rename(so, { ...doing, subject }));
  if (priority !== undefined) steps.push((so) => prioritise(so, { ...doing, priority }));
  if (category !== undefined) steps.push((so) => categorise(so, { ...doing, category }));
  if (tags !== undefined) steps.push((so) => retag(so, { ...doing, tags }));
  if (externalId !== undefined) steps.push((so) => callElsewhere(so, { ...doing, externalId }));
  if (customFields !== undefined) {
    // what the ticket may have where it is, or where it goes
    const queues = [ticket.queue, ...(moveTo === undefined ? [] : [moveTo.queue])];
    steps.push((so) => fillIn(so, { ...doing, wanted: customFields, fields, queues }));
  }
  if (status !== undefined) steps.push((so) => setStatus(so, { ...doing, to: status, waitUntil }));
  else if (moment !== undefined) steps.push((so) => postpone(so, { ...doing, waitUntil }));
  if (statusLabel !== undefined) steps.push((so) => labelStatus(so, { ...doing, label: statusLabel }));
  if (moveTo !== undefined) steps.push((so) => moveToQueue(so, { ...doing, ...moveTo }));
  return inOrder(ticket, steps);
};

/** Every right that is needed, before any state is looked at: who may not do the half of it learns nothing. */
const neededFor = (ticket: Ticket, wanted: Revision, by: Actor): readonly Permission[] => {
  const {
    subject,
    priority,
    category,
    tags,
    externalId,
    customFields,
    statusLabel,
    moveTo,
    status,
    waitUntil,
  } = wanted;
  const needed: Permission[] = ['ticket:read'];
  if (subject !== undefined) needed.push('ticket:rename');
  if ([priority, category, tags, externalId].some((part) => part !== undefined)) needed.push('ticket:triage');
  if (customFields !== undefined) needed.push(neededToFillIn(by, ticket));
  if (status !== undefined) needed.push(permissionToAsk(ticket.status, status));
  else if (waitUntil !== undefined) needed.push('ticket:work');
  if (statusLabel !== undefined) needed.push('ticket:work');
  if (moveTo !== undefined) needed.push('ticket:move');
  return needed;
};
