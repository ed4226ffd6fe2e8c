import {
  assignmentStrategies,
  defaultAcknowledgement,
  followUpPolicies,
  type Queue,
} from '#domain/queues/queue.ts';
import type { QueueRefusal } from '#domain/queues/refusal.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { daysUntilClosed } from '#domain/tickets/transitions.ts';
import type { Problem } from './problem.ts';
import { shownId, shownName, text, z } from './schemas.ts';

export const QueueSchema = z
  .object({
    id: shownId,
    name: z.string(),
    defaultPriority: z.enum(priorities).openapi({ description: 'Of tickets that name none.' }),
    reopenWindowDays: z.int().openapi({ description: 'How long after solving a customer may reopen.' }),
    autoCloseDays: z.int().nullable().openapi({
      description:
        'How many days after solving tickets close by themselves, if no customer may reopen them any more; null is never.',
    }),
    followUpPolicy: z
      .enum(followUpPolicies)
      .openapi({ description: 'What a customer’s message to a closed ticket does.' }),
    acknowledgement: z
      .string()
      .nullable()
      .openapi({ description: 'What new tickets are answered automatically; null is off.' }),
    assignment: z.enum(assignmentStrategies).openapi({
      description:
        'To whom a ticket goes that nobody holds: nobody by itself, the member whose turn is longest ago, or who holds the fewest.',
    }),
    capacity: z.int().nullable().openapi({
      description:
        'With how many unsolved tickets of it a member is given no further one; null is any number.',
    }),
    isArchived: z.boolean().openapi({ description: 'Whether no ticket is opened in it or moved to it.' }),
  })
  .openapi('Queue');

const name = shownName({ min: 1, max: 100 });
const reopenWindowDays = z.int().min(0).max(365);
const autoCloseDays = z.int().min(0).max(365).nullable();
const acknowledgement = text({ min: 1, max: 10_000 }).nullable();

const capacity = z.int().min(1).max(10_000).nullable();

export const NewQueueSchema = z
  .strictObject({
    name,
    defaultPriority: z.enum(priorities).default('normal'),
    reopenWindowDays: reopenWindowDays.default(7),
    autoCloseDays: autoCloseDays.default(daysUntilClosed),
    followUpPolicy: z.enum(followUpPolicies).default('follow-up'),
    acknowledgement: acknowledgement.default(defaultAcknowledgement),
    assignment: z.enum(assignmentStrategies).default('manual'),
    capacity: capacity.default(null),
  })
  .openapi('NewQueue', { example: { name: 'Billing', defaultPriority: 'normal', reopenWindowDays: 14 } });

export const QueueRevisionSchema = z
  .strictObject({
    name: name.optional(),
    defaultPriority: z.enum(priorities).optional(),
    reopenWindowDays: reopenWindowDays.optional(),
    autoCloseDays: autoCloseDays.optional().openapi({ description: 'Null is never.' }),
    followUpPolicy: z.enum(followUpPolicies).optional(),
    acknowledgement: acknowledgement.optional().openapi({ description: 'Null switches it off.' }),
    assignment: z.enum(assignmentStrategies).optional(),
    capacity: capacity.optional().openapi({ description: 'Null is any number.' }),
    isArchived: z.boolean().optional(),
  })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('QueueRevision', { example: { defaultPriority: 'high', followUpPolicy: 'refuse' } });

export const presentQueue = (queue: Queue) => ({
  id: queue.id,
  name: queue.name,
  defaultPriority: queue.defaultPriority,
  reopenWindowDays: queue.reopenWindowDays,
  autoCloseDays: queue.autoCloseDays ?? null,
  followUpPolicy: queue.followUpPolicy,
  acknowledgement: queue.acknowledgement ?? null,
  assignment: queue.assignment,
  capacity: queue.capacity ?? null,
  isArchived: queue.isArchived,
});

/** What a refusal about queues is called outside. A new one does not compile until somebody decides that. */
export const queueProblem = (
  refusal: QueueRefusal | { readonly code: 'version-mismatch'; readonly version: number },
): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'name-taken':
    case 'default-queue':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'version-mismatch':
      return {
        code: refusal.code,
        detail: 'The queue has changed since you read it',
        facts: { version: refusal.version },
      };
  }
};
