import { bulkSteps } from '#domain/tickets/bulk-change.ts';
import { priorities } from '#domain/tickets/priority.ts';
import { statuses } from '#domain/tickets/transitions.ts';
import { customFields } from '../../wire/field-value.ts';
import { categoryId, moment, queueId, statusLabelId, userId, z } from '../../wire/schemas.ts';
import { tag } from './ticket-routes.ts';

/** Two wishes of which a change can have one. */
const apart = [
  ['step', 'assigneeId', (step: unknown) => step === 'claim' || step === 'release' || step === 'steal'],
  ['step', 'status', (step: unknown) => step === 'close' || step === 'reopen'],
  ['tags', 'addTags', () => true],
  ['tags', 'removeTags', () => true],
] as const;

/** What is to become of every ticket of a job, as it is asked for. */
export const BulkChangeSchema = z
  .strictObject({
    step: z
      .enum(bulkSteps)
      .optional()
      .openapi({ description: '`close` comes after everything else, the others before.' }),
    assigneeId: userId.optional().openapi({ description: 'Who is to hold them.' }),
    priority: z.enum(priorities).optional(),
    queueId: queueId.optional().openapi({ description: 'Moves them, and its rules hold.' }),
    categoryId: categoryId.nullable().optional().openapi({ description: 'Null takes it away.' }),
    tags: tag.optional().openapi({ description: 'Replaces those they have.' }),
    addTags: tag.optional(),
    removeTags: tag.optional(),
    customFields: customFields.optional(),
    status: z.enum(statuses).optional().openapi({ description: 'A move that the lifecycle lists.' }),
    statusLabelId: statusLabelId.nullable().optional().openapi({
      description:
        'A label of the status that they have, or are given by this very change; null takes it away.',
    }),
    waitUntil: moment
      .nullable()
      .optional()
      .openapi({ description: 'With pending and on-hold; null takes it away.' }),
  })
  .superRefine((changes, context) => {
    if (Object.keys(changes).length === 0) {
      context.addIssue({ code: 'custom', message: 'must change something', params: { code: 'empty' } });
    }
    for (const [one, other, clashes] of apart) {
      if (changes[one] === undefined || changes[other] === undefined || !clashes(changes[one])) continue;
      const message = `goes not together with ${one}`;
      context.addIssue({ code: 'custom', path: [other], message, params: { code: 'ambiguous' } });
    }
  })
  .openapi('BulkChange', { example: { status: 'solved', addTags: ['outage'] } });
