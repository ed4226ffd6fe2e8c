import { type BulkJob, bulkJobStates } from '#application/ports/bulk-jobs.ts';
import {
  type BulkProgress,
  type CancelBulkJob,
  type ListBulkJobs,
  mostBulkJobs,
  type ReadBulkJob,
  type StartBulkJob,
} from '#application/tickets/bulk-jobs.ts';
import { BulkJobId, isUuid } from '#domain/shared/ids.ts';
import { cursor, limit, shownId, shownMoment, ticketId, z } from '../../wire/schemas.ts';
import { type Answer, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';
import { BulkChangeSchema } from './bulk-change-schema.ts';

/** How many tickets one job changes at most. */
const mostTickets = 1000;

const NewBulkJobSchema = z
  .strictObject({
    ticketIds: z
      .array(ticketId)
      .min(1)
      .max(mostTickets)
      .openapi({ description: 'Each is changed once, however often it stands here.' }),
    changes: BulkChangeSchema,
  })
  .openapi('NewBulkJob');

const summaryShape = {
  id: shownId,
  state: z.enum(bulkJobStates).openapi({
    description:
      '`stopped`: whoever made it was suspended, or their access token ended. Whatever it is, what was changed stays changed.',
  }),
  total: z.int(),
  done: z.int().openapi({ description: 'How many have had their turn, whatever came of it.' }),
  createdAt: shownMoment,
  finishedAt: shownMoment.nullable(),
};

const BulkJobSchema = z
  .object({
    ...summaryShape,
    results: z
      .array(
        z.object({
          ticketId: shownId,
          outcome: z
            .enum(['changed', 'refused'])
            .nullable()
            .openapi({ description: 'Null before its turn.' }),
          version: z.int().nullable().openapi({ description: 'Of a changed one, as you see it.' }),
          code: z.string().nullable().openapi({
            description: 'Why it was refused; `not-found` also for a ticket that you may not see.',
          }),
        }),
      )
      .openapi({ description: 'In the order of `ticketIds`.' }),
  })
  .openapi('BulkJob');

export const BulkJobSummarySchema = z.object(summaryShape).openapi('BulkJobSummary');

const BulkJobListSchema = z
  .object({
    items: z.array(BulkJobSummarySchema),
    nextCursor: z.string().nullable(),
  })
  .openapi('BulkJobList');

/** A job as lists show it. */
export const presentBulkJob = (job: BulkJob) => ({
  id: job.id,
  state: job.state,
  total: job.total,
  done: job.done,
  createdAt: job.createdAt,
  finishedAt: job.finishedAt ?? null,
});

const present = ({ job, items }: BulkProgress) => ({
  ...presentBulkJob(job),
  results: items.map(({ ticket, outcome }) => ({
    ticketId: ticket,
    outcome: outcome?.kind ?? null,
    version: outcome?.kind === 'changed' ? outcome.version : null,
    code: outcome?.kind === 'refused' ? outcome.code : null,
  })),
});

const found = (progress: BulkProgress | undefined): Answer =>
  progress === undefined ? raise({ code: 'not-found' }) : json(200, present(progress));

const jobParams = z.object({
  id: z
    .string()
    .transform((raw, context) => {
      const id = raw.toLowerCase();
      if (isUuid(id)) return BulkJobId(id);
      context.addIssue({ code: 'custom', message: 'must be the id of a bulk job' });
      return z.NEVER;
    })
    .openapi({ type: 'string', format: 'uuid', description: 'The id of a bulk job.' }),
});

const jobAnswer = { description: 'The job as it now is.', schema: BulkJobSchema };

export type BulkRoutesDeps = {
  readonly startBulkJob: StartBulkJob;
  readonly listBulkJobs: ListBulkJobs;
  readonly readBulkJob: ReadBulkJob;
  readonly cursors: Cursors;
  readonly cancelBulkJob: CancelBulkJob;
};

/** Changing many tickets by one job. */
export const bulkRoutes = (deps: BulkRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/tickets/bulk',
    operationId: 'startBulkJob',
    tag: 'Tickets',
    summary: 'Change many tickets',
    description: `Up to ${mostTickets}, by the same rules and rights as one by one, those of the moment when each has its turn; a ticket is changed as asked, or not at all. At most ${mostBulkJobs} jobs of one person run at once.`,
    idempotent: true,
    inputs: { body: NewBulkJobSchema },
    answers: { 202: { ...jobAnswer, headers: { Location: 'Where the job is found.' } } },
    problems: ['too-many-bulk-jobs'],
    handle: async ({ body: { ticketIds, changes }, caller }) => {
      const {
        step,
        assigneeId,
        priority,
        queueId,
        categoryId,
        tags,
        addTags,
        removeTags,
        customFields,
        status,
        statusLabelId: statusLabel,
        waitUntil,
      } = changes;
      const change = {
        ...{ step, priority, tags, addTags, removeTags, customFields, status, statusLabel, waitUntil },
        assignee: assigneeId,
        queue: queueId,
        category: categoryId,
      };
      const started = await deps.startBulkJob({ tickets: ticketIds, change }, caller);
      if (!started.ok) return raise({ code: started.refusal.code, facts: { limit: started.refusal.limit } });
      return json(202, present(started.outcome), { location: `/v1/bulk-jobs/${started.outcome.job.id}` });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/bulk-jobs',
    operationId: 'listBulkJobs',
    tag: 'Tickets',
    summary: 'List your bulk jobs, the newest first',
    description: 'Those of the last seven days, and those that run; an access token knows its own.',
    inputs: { query: z.strictObject({ limit, cursor }) },
    answers: { 200: { description: 'A page.', schema: BulkJobListSchema } },
    problems: ['invalid-cursor'],
    handle: async ({ query, caller }) => {
      const bound = `bulk jobs ${caller.actor.id}`;
      const before =
        query.cursor === undefined ? undefined : BulkJobId(String(deps.cursors.open(bound, query.cursor)));
      const { items, next } = await deps.listBulkJobs({ before, limit: query.limit }, caller);
      const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
      return json(200, { items: items.map(presentBulkJob), nextCursor });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/bulk-jobs/{id}',
    operationId: 'readBulkJob',
    tag: 'Tickets',
    summary: 'See how far one of your bulk jobs has come',
    description: 'Seven days after its end it is gone. An access token knows the jobs that it made itself.',
    inputs: { params: jobParams },
    answers: { 200: jobAnswer },
    exists: async ({ params, caller }) => (await deps.readBulkJob(params.id, caller)) !== undefined,
    handle: async ({ params, caller }) => found(await deps.readBulkJob(params.id, caller)),
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/bulk-jobs/{id}',
    operationId: 'cancelBulkJob',
    tag: 'Tickets',
    summary: 'Cancel one of your bulk jobs',
    description:
      'What has been changed stays changed; the rest is left alone. A job that is over stays as it is.',
    inputs: { params: jobParams },
    answers: { 200: jobAnswer },
    exists: async ({ params, caller }) => (await deps.readBulkJob(params.id, caller)) !== undefined,
    handle: async ({ params, caller }) => found(await deps.cancelBulkJob(params.id, caller)),
  }),
];
