import type { RelayCursor } from '#application/ports/relay-cursor.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { Session } from '../session.ts';
import { counterAt, moveCounter } from './counter.ts';

/** Cursors in the database; the step is the first thing its transaction writes, so that a second taker waits for it. */
export const mikroOrmRelayCursor = (session: Session, unitOfWork: UnitOfWork): RelayCursor => ({
  position: (relay) => counterAt(session, nameOf(relay)),

  advance: (relay, step, work) =>
    unitOfWork.run(async (tx) => {
      const first = await moveCounter(session, nameOf(relay), step);
      if (first) await work(tx);
      return first;
    }),
});

const nameOf = (relay: string): string => `relay:${relay}`;
