import { after, minutes, seconds } from '#domain/shared/duration.ts';
import { meetDueTime } from '#domain/tickets/due-times.ts';
import type { Clock } from '../ports/clock.ts';
import type { DueTicket, DueTimes } from '../ports/due-times.ts';
import type { Logger } from '../ports/logger.ts';
import type { Measurements } from '../ports/measurements.ts';
import { StorageUnavailable, type UnitOfWork } from '../ports/unit-of-work.ts';
import { queueOf } from '../tickets/change-ticket.ts';
import { handOut } from '../tickets/hand-out.ts';
import type { Relay } from './relay.ts';

export type MeetDueTimesDeps = {
  readonly dueTimes: DueTimes;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent where nobody asks for metrics. */
  readonly metrics: Pick<Measurements, 'dueTime'> | undefined;
};

/** Due times read in one go. */
export const metAtOnce = 50;
/** Longest pause between two looks: another node may have written something that is due sooner. */
export const lookEvery = seconds(5);
/** How long a due time that cannot be met leaves the others alone. */
export const putOffFor = minutes(10);

/**
 * Does to tickets what time does: each due time once among all nodes, since the ticket, its fact and its due time change in
 * one transaction that holds the ticket.
 */
export const meetDueTimes = (deps: MeetDueTimesDeps): Relay => {
  const { dueTimes, clock } = deps;
  let lookAt = clock.now();
  return {
    name: 'meet-due-times',
    async run(stopping) {
      const now = clock.now();
      // a clock that was put back must not make the next look wait for long
      if (now < lookAt && lookAt <= after(now, lookEvery)) return false;
      const next = await dueTimes.next(metAtOnce);
      const due = next.filter(({ at }) => at <= now);
      let met = 0;
      for (const one of due) {
        if (stopping.aborted) return false;
        if ((await metOrPutOff(deps, one)) !== 'held') met += 1;
      }
      if (met < due.length || due.length === metAtOnce) return met > 0;
      const latest = after(now, lookEvery);
      lookAt = next.map(({ at }) => at).find((at) => at > now && at < latest) ?? latest;
      return false;
    },
  };
};

type Outcome = Parameters<Measurements['dueTime']>[0]['outcome'] | 'held';

/** One that cannot be met must not stop the others, unless nothing can be. */
const metOrPutOff = async (deps: MeetDueTimesDeps, due: DueTicket): Promise<Outcome> => {
  const outcome = await meet(deps, due).catch(async (error: unknown): Promise<Outcome> => {
    if (error instanceof StorageUnavailable) throw error;
    const { ticket, kind } = due;
    const until = after(deps.clock.now(), putOffFor);
    await deps.dueTimes.putOff(due, until);
    deps.logger.error(
      { ticket, kind, until, err: error },
      'a due time cannot be met and will be tried again',
    );
    return 'failed';
  });
  if (outcome !== 'held') deps.metrics?.dueTime({ kind: due.kind, outcome });
  return outcome;
};

/** Whoever holds the ticket may be changing it: that is not waited for, and looked at again. */
const meet = ({ unitOfWork, clock }: MeetDueTimesDeps, due: DueTicket): Promise<Outcome> =>
  unitOfWork.run(async (tx) => {
    const { tickets } = tx;
    const found = await tickets.take(due.ticket);
    if (found === undefined) return 'held';
    const at = clock.now();
    const rules = await queueOf(tx, found.ticket);
    const byTime = meetDueTime(found.ticket, { kind: due.kind, at, rules });
    switch (byTime.does) {
      case 'nothing':
        await tickets.keepDueTimes(found.ticket);
        return 'moot';
      case 'change':
        await tickets.save(found, await handOut(tx, found.ticket, byTime.change));
        return 'met';
      case 'purge':
        await tickets.purge(found, at);
        return 'met';
    }
  });
