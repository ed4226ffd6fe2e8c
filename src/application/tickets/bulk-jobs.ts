import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { BulkJobId, type TicketId } from '#domain/shared/ids.ts';
import type { BulkChange } from '#domain/tickets/bulk-change.ts';
import type { Authenticated } from '../identity/authenticate.ts';
import type { BulkItem, BulkJob, BulkJobs } from '../ports/bulk-jobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** How many jobs of one person run at most. */
export const mostBulkJobs = 20;

/** Whoever asks, and what they asked with. */
type Who = Pick<Authenticated, 'actor' | 'session' | 'by'>;

export type BulkJobRefusal = { readonly code: 'too-many-bulk-jobs'; readonly limit: number };

/** A job, and what has come of each of its tickets. */
export type BulkProgress = { readonly job: BulkJob; readonly items: readonly BulkItem[] };

export type StartBulkJob = (
  command: { readonly tickets: readonly TicketId[]; readonly change: BulkChange },
  who: Who,
) => Promise<Decision<BulkProgress, BulkJobRefusal>>;
export type ListBulkJobs = (
  page: { readonly before: BulkJobId | undefined; readonly limit: number },
  who: Who,
) => Promise<{ readonly items: readonly BulkJob[]; readonly next: BulkJobId | undefined }>;
export type ReadBulkJob = (id: BulkJobId, who: Who) => Promise<BulkProgress | undefined>;
export type CancelBulkJob = (id: BulkJobId, who: Who) => Promise<BulkProgress | undefined>;

type Starting = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };
type Reading = { readonly bulkJobs: BulkJobs };

/** Has a change made to many tickets, each once, by the rules and rights of its own moment. */
export const startBulkJob =
  ({ unitOfWork, clock, ids }: Starting): StartBulkJob =>
  ({ tickets, change }, { actor, session, by }) =>
    unitOfWork.run(async ({ bulkJobs }) => {
      if ((await bulkJobs.runningOf(actor.id)) >= mostBulkJobs)
        return refuse({ code: 'too-many-bulk-jobs', limit: mostBulkJobs });
      const each = [...new Set(tickets)];
      const job: BulkJob = {
        id: BulkJobId(ids.next()),
        owner: actor.id,
        by,
        session,
        limitedTo: actor.limitedTo,
        change,
        state: 'running',
        total: each.length,
        done: 0,
        createdAt: clock.now(),
        finishedAt: undefined,
      };
      await bulkJobs.add(job, each);
      return accept({ job, items: each.map((ticket) => ({ ticket, outcome: undefined })) });
    });

/** One's own jobs, the newest first. */
export const listBulkJobs =
  ({ bulkJobs }: Reading): ListBulkJobs =>
  async ({ before, limit }, { actor, session }) => {
    const own = { owner: actor.id, session: actor.limitedTo === undefined ? undefined : session };
    const found = await bulkJobs.page(own, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)?.id : undefined };
  };

/** One's own job; `undefined` when there is none, or it is somebody else's. */
export const readBulkJob =
  ({ bulkJobs }: Reading): ReadBulkJob =>
  async (id, who) => {
    const job = await bulkJobs.find(id);
    return job !== undefined && isTheirs(job, who) ? { job, items: await bulkJobs.items(id) } : undefined;
  };

/** Ends one's own job: what has been changed stays, what has not been is not. */
export const cancelBulkJob =
  (deps: Reading & Omit<Starting, 'ids'>): CancelBulkJob =>
  async (id, who) => {
    const job = await deps.bulkJobs.find(id);
    if (job === undefined || !isTheirs(job, who)) return undefined;
    // waits for the ticket whose turn it is, which is why what came of that is read afterwards
    await deps.unitOfWork.run((tx) => tx.bulkJobs.end(id, 'cancelled', deps.clock.now()));
    return readBulkJob(deps)(id, who);
  };

/** Their own; an access token knows only those that it made itself. */
const isTheirs = (job: BulkJob, { actor, session }: Who): boolean =>
  job.owner === actor.id && (actor.limitedTo === undefined || job.session === session);
