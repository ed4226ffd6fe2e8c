import type { QueueId } from '../shared/ids.ts';
import type { Priority } from '../tickets/priority.ts';

export const followUpPolicies = ['follow-up', 'refuse'] as const;
/** What a customer's message to a closed ticket does: open a linked follow-up, or be refused. */
export type FollowUpPolicy = (typeof followUpPolicies)[number];

export const assignmentStrategies = ['manual', 'round-robin', 'least-loaded'] as const;
/** To whom a ticket goes that nobody holds: whoever takes it, whose last turn is longest ago, or who holds the fewest. */
export type AssignmentStrategy = (typeof assignmentStrategies)[number];

/** A queue owns tickets; its rules hold for them. */
export type Queue = {
  readonly id: QueueId;
  readonly name: string;
  readonly defaultPriority: Priority;
  /** How many days after solving a customer may still reopen. */
  readonly reopenWindowDays: number;
  /** How many days after solving tickets close by themselves, but never while a customer may reopen; `undefined` for never. */
  readonly autoCloseDays: number | undefined;
  readonly followUpPolicy: FollowUpPolicy;
  /** What a new ticket's requester is told automatically; `undefined` switches it off. */
  readonly acknowledgement: string | undefined;
  readonly assignment: AssignmentStrategy;
  /** With how many unsolved tickets of it somebody is given no further one; `undefined` for any number. */
  readonly capacity: number | undefined;
  /** Whether no ticket is opened in it or moved to it any more; those in it stay. */
  readonly isArchived: boolean;
};

/** The queue that exists from the first start on and takes every ticket that names no other. */
export const defaultQueueName = 'Support';

export const defaultAcknowledgement =
  'Thank you for writing to us. We have received your request and will answer here as soon as we can.';
