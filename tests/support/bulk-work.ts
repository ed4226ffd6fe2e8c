import { mikroOrmBulkJobs } from '#adapters/mikro-orm/tickets/bulk-jobs.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import { runBulkJobs } from '#application/relays/run-bulk-jobs.ts';
import type { BulkUseCases } from '#application/tickets/change-in-bulk.ts';
import { closeTicket, reopenTicket } from '#application/tickets/finish-ticket.ts';
import { assignTicket, claimTicket, releaseTicket, stealTicket } from '#application/tickets/hold-ticket.ts';
import { reviseTicket } from '#application/tickets/revise-ticket.ts';
import type { TestNode } from './database.ts';
import { recordingLogger } from './recording-logger.ts';
import { relaysOn } from './relays.ts';

/** What a test wants a node to work with instead. */
export type BulkSwaps = {
  readonly unitOfWork?: UnitOfWork;
  readonly useCases?: Partial<BulkUseCases>;
  readonly secondFactorRoles?: readonly string[];
};

/** What the use cases of bulk jobs need of one node. */
export const bulkDepsOn = (node: TestNode, clock: Clock) => ({
  ...relaysOn(node, clock),
  clock,
  bulkJobs: mikroOrmBulkJobs(node.session),
});

/** One look of a node at which bulk jobs there are, with some turns of each. */
export const bulkWorkOn = (node: TestNode, clock: Clock, swaps: BulkSwaps): (() => Promise<unknown>) => {
  const deps = bulkDepsOn(node, clock);
  const useCases: BulkUseCases = {
    claimTicket: claimTicket(deps),
    releaseTicket: releaseTicket(deps),
    stealTicket: stealTicket(deps),
    reopenTicket: reopenTicket(deps),
    closeTicket: closeTicket(deps),
    assignTicket: assignTicket(deps),
    reviseTicket: reviseTicket(deps),
    ...swaps.useCases,
  };
  const unitOfWork = swaps.unitOfWork ?? deps.unitOfWork;
  const { secondFactorRoles = [] } = swaps;
  const given = { useCases, unitOfWork, secondFactorRoles, logger: recordingLogger() };
  const relay = runBulkJobs({ ...deps, ...given });
  return () => relay.run(new AbortController().signal);
};
