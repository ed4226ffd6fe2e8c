import type { Actor } from '../access/actor.ts';
import { holdsGlobally } from '../access/policy.ts';
import { accept, type Decision, refuse } from '../shared/decision.ts';
import { defaultQueueName, type Queue } from './queue.ts';
import type { QueueRefusal } from './refusal.ts';

type Rules = Omit<Queue, 'id' | 'acknowledgement' | 'capacity' | 'autoCloseDays'>;

/** What may be changed about a queue; what is `undefined` stays. */
export type QueueRevision = { readonly [Rule in keyof Rules]?: Rules[Rule] | undefined } & {
  /** `null` switches it off. */
  readonly acknowledgement?: string | null | undefined;
  /** `null` takes it away. */
  readonly capacity?: number | null | undefined;
  /** `null` takes it away. */
  readonly autoCloseDays?: number | null | undefined;
};

/** Gives a queue other rules, for the tickets in it, too. The default queue keeps its name and is never archived. */
export const reviseQueue = (
  queue: Queue,
  { by, revision }: { readonly by: Actor; readonly revision: QueueRevision },
): Decision<Queue, QueueRefusal> => {
  if (!holdsGlobally(by, 'queue:manage'))
    return refuse({ code: 'not-permitted', permission: 'queue:manage' });
  const revised = revisedBy(queue, revision);
  const losesItsPlace = revised.name !== queue.name || revised.isArchived;
  return queue.name === defaultQueueName && losesItsPlace
    ? refuse({ code: 'default-queue' })
    : accept(revised);
};

/** Whether a queue has the very rules that the other has. */
export const sameRules = (one: Queue, other: Queue): boolean =>
  one.name === other.name &&
  one.defaultPriority === other.defaultPriority &&
  one.reopenWindowDays === other.reopenWindowDays &&
  one.autoCloseDays === other.autoCloseDays &&
  one.followUpPolicy === other.followUpPolicy &&
  one.acknowledgement === other.acknowledgement &&
  one.assignment === other.assignment &&
  one.capacity === other.capacity &&
  one.isArchived === other.isArchived;

const revisedBy = (
  queue: Queue,
  { acknowledgement, capacity, autoCloseDays, ...rules }: QueueRevision,
): Queue => ({
  id: queue.id,
  name: rules.name ?? queue.name,
  defaultPriority: rules.defaultPriority ?? queue.defaultPriority,
  reopenWindowDays: rules.reopenWindowDays ?? queue.reopenWindowDays,
  autoCloseDays: revisedNumber(queue.autoCloseDays, autoCloseDays),
  followUpPolicy: rules.followUpPolicy ?? queue.followUpPolicy,
  acknowledgement: acknowledgement === undefined ? queue.acknowledgement : (acknowledgement ?? undefined),
  assignment: rules.assignment ?? queue.assignment,
  capacity: revisedNumber(queue.capacity, capacity),
  isArchived: rules.isArchived ?? queue.isArchived,
});

const revisedNumber = (before: number | undefined, revised: number | null | undefined): number | undefined =>
  revised === undefined ? before : (revised ?? undefined);
