import type { Actor } from '#domain/access/actor.ts';
import { needsSecondFactor } from '#domain/identity/second-factor.ts';
import type { BulkJobId, SessionId, UserId } from '#domain/shared/ids.ts';
import { mayActFor } from '../identity/act-for.ts';
import { actorOf } from '../identity/authenticate.ts';
import type { BulkJobs, BulkTurn } from '../ports/bulk-jobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { StorageUnavailable, type Transaction, type UnitOfWork } from '../ports/unit-of-work.ts';
import { type BulkUseCases, changeInBulk } from '../tickets/change-in-bulk.ts';
import type { Relay } from './relay.ts';

export type RunBulkJobsDeps = {
  readonly bulkJobs: BulkJobs;
  readonly unitOfWork: UnitOfWork;
  readonly useCases: BulkUseCases;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The roles that ask for a second factor. */
  readonly secondFactorRoles: readonly string[];
};

/** Jobs that take turns, the oldest first. */
export const jobsAtOnce = 10;
/** Tickets of each before it is looked again for which jobs there are. */
const turnsAtOnce = 25;

/**
 * Changes the tickets of bulk jobs, one in each transaction. That transaction holds its job, changes the ticket and keeps
 * what came of it: so a ticket has its turn once, whichever nodes are at it and whenever they die.
 */
export const runBulkJobs = (deps: RunBulkJobsDeps): Relay => ({
  name: 'run-bulk-jobs',
  async run(stopping) {
    const jobs = await deps.bulkJobs.running(jobsAtOnce);
    let mayBeMore = jobs.length > 0;
    for (let turn = 0; mayBeMore && turn < turnsAtOnce; turn += 1) {
      mayBeMore = false;
      for (const job of jobs) {
        if (stopping.aborted) return false;
        mayBeMore = (await takeTurn(deps, job)) || mayBeMore;
      }
    }
    return mayBeMore;
  },
});

/** A ticket was not changed, for this reason: takes back what was done to it before. */
class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Gives the next ticket of a job its turn, unless the job is over or somebody else is at it. */
const takeTurn = async (deps: RunBulkJobsDeps, job: BulkJobId): Promise<boolean> => {
  let tried: BulkTurn | undefined;
  try {
    return await deps.unitOfWork.run(async (tx) => {
      tried = await tx.bulkJobs.take(job, deps.clock.now());
      return tried !== undefined && (await changeNext(deps, tx, tried));
    });
  } catch (error) {
    if (error instanceof StorageUnavailable || tried === undefined) throw error;
    const { ticket, job: held } = tried;
    if (!(error instanceof Refused)) {
      deps.logger.error({ job, ticket, err: error }, 'a ticket of a bulk job cannot be changed');
    }
    const code = error instanceof Refused ? error.code : 'internal-error';
    return keepRefusal(deps, { job, place: held.done, code });
  }
};

const changeNext = async (deps: RunBulkJobsDeps, tx: Transaction, turn: BulkTurn): Promise<boolean> => {
  const { job, ticket } = turn;
  const actor = await actorBehind(deps, tx, turn);
  if (actor === undefined) {
    await tx.bulkJobs.end(job.id, 'stopped', deps.clock.now());
    return false;
  }
  const changed = await changeInBulk(deps.useCases, tx, { ticket, change: job.change, actor });
  if (!changed.ok) throw new Refused(changed.refusal.code);
  await tx.bulkJobs.settle(turn, { kind: 'changed', version: changed.outcome.version }, deps.clock.now());
  return true;
};

/**
 * The owner with the rights of this moment, within those of what the job was made with; `undefined` when that is over.
 * @throws {Refused} while whoever made it must turn a second factor on first.
 */
const actorBehind = async (
  { secondFactorRoles }: RunBulkJobsDeps,
  tx: Transaction,
  { job: { owner, by, session, limitedTo }, isSessionOpen }: BulkTurn,
): Promise<Actor | undefined> => {
  const user = await tx.users.find(owner);
  if (user?.status !== 'active' || (limitedTo !== undefined && !isSessionOpen)) return undefined;
  const maker = by === undefined ? user : await tx.users.find(by);
  if (maker?.status !== 'active') return undefined;
  if (by !== undefined && !mayActFor({ ...actorOf(maker), limitedTo }, user)) return undefined;
  // most roles ask for none, and then nothing is read
  if (needsSecondFactor(maker, secondFactorRoles) && !(await isProven(tx, maker.id, session))) {
    throw new Refused('second-factor-required');
  }
  return { ...actorOf(user), limitedTo, actedBy: by };
};

/** Whether somebody has a second factor, or a trusted issuer vouches for this session of theirs. */
const isProven = async (
  { secondFactors, issuers }: Transaction,
  user: UserId,
  session: SessionId,
): Promise<boolean> =>
  (await secondFactors.of(user))?.activatedAt !== undefined ||
  (await issuers.identitiesOf(user)).some((identity) => identity.session === session);

type Kept = { readonly job: BulkJobId; readonly place: number; readonly code: string };

/** Whoever had the turn in between may have changed the ticket after all. */
const keepRefusal = ({ unitOfWork, clock }: RunBulkJobsDeps, { job, place, code }: Kept): Promise<boolean> =>
  unitOfWork.run(async ({ bulkJobs }) => {
    const at = clock.now();
    const turn = await bulkJobs.take(job, at);
    if (turn?.job.done === place) await bulkJobs.settle(turn, { kind: 'refused', code }, at);
    return turn !== undefined;
  });
