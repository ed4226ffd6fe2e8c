import type { RelayCursor } from '#application/ports/relay-cursor.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { Session } from '../session.ts';
import { countersIn } from './counter.ts';

/** Cursors in the database; the step is the first thing its transaction writes, so that a second taker waits for it. */
export const mikroOrmRelayCursor = (session: Session, unitOfWork: UnitOfWork): RelayCursor => {
  const counters = countersIn(session);
  return {
    position: (relay) => counters.at(nameOf(relay)),

    advance: (relay, step, work) =>
      unitOfWork.run(async (tx) => {
        const first = await counters.move(nameOf(relay), step);
        if (first) await work(tx);
        return first;
      }),
  };
};

const nameOf = (relay: string): string => `relay:${relay}`;
