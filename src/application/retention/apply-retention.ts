import { after, days } from '#domain/shared/duration.ts';
import type { QueueId, TicketId } from '#domain/shared/ids.ts';
import { endedForGood, expireTexts } from '#domain/tickets/expire-texts.ts';
import type { Clock } from '../ports/clock.ts';
import type { RetentionPlan, RetentionRule } from '../ports/retention.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** What a rule found, and what was done about it. */
export type RetentionReport = RetentionRule & { readonly due: number; readonly emptied: number };

export type ApplyRetention = (wanted: { readonly dryRun: boolean }) => Promise<readonly RetentionReport[]>;

export type RetentionDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly retentionPlan: RetentionPlan;
  readonly clock: Clock;
};

const scannedAtOnce = 1000;
const emptiedAtOnce = 20;

/** Empties the texts of tickets that were closed long enough ago, or only counts them. */
export const applyRetention =
  (deps: RetentionDeps): ApplyRetention =>
  async ({ dryRun }) => {
    const rules = await deps.retentionPlan.rules();
    if (rules.length === 0) return [];
    const now = deps.clock.now();
    const closedBefore = new Map(rules.map((rule) => [rule.queue, after(now, -days(rule.days))]));
    const due = new Map<QueueId, number>();
    const emptied = new Map<QueueId, number>();
    for (let from = ''; ; ) {
      const looked = await deps.retentionPlan.scan(closedBefore, { after: from, limit: scannedAtOnce });
      if (looked === undefined) break;
      for (const { queue } of looked.due) count(due, queue, 1);
      for (let start = 0; !dryRun && start < looked.due.length; start += emptiedAtOnce) {
        for (const { id, queue } of looked.due.slice(start, start + emptiedAtOnce)) {
          count(emptied, queue, (await emptyOne(deps, id, closedBefore)) ? 1 : 0);
        }
      }
      from = looked.last;
    }
    const report = rules.map((rule) => ({
      ...rule,
      due: due.get(rule.queue) ?? 0,
      emptied: emptied.get(rule.queue) ?? 0,
    }));
    if (report.some((one) => one.emptied > 0)) {
      await deps.unitOfWork.run((tx) =>
        tx.audit.append({ action: 'retention-applied', actor: undefined, after: report }),
      );
    }
    return report;
  };

const count = (counts: Map<QueueId, number>, queue: QueueId, more: number): void => {
  counts.set(queue, (counts.get(queue) ?? 0) + more);
};

/** Looks again while the ticket is held: it may have been taken up since. */
const emptyOne = (
  { unitOfWork, clock }: RetentionDeps,
  id: TicketId,
  closedBefore: ReadonlyMap<QueueId, Date>,
): Promise<boolean> =>
  unitOfWork.run(async (tx) => {
    const found = await tx.tickets.find({ id });
    if (found === undefined) return false;
    const endedAt = endedForGood(found.ticket);
    const limit = closedBefore.get(found.ticket.queue);
    if (endedAt === undefined || limit === undefined || endedAt >= limit) return false;
    if (!(await tx.retention.emptyTexts(id))) return false;
    await tx.tickets.save(found, expireTexts(found.ticket, { at: clock.now() }));
    return true;
  });
