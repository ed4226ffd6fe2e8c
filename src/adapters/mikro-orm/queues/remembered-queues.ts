import type { Clock } from '#application/ports/clock.ts';
import type { Queue } from '#domain/queues/queue.ts';
import { seconds } from '#domain/shared/duration.ts';
import { recentlyKnown } from '../identity/recently-known.ts';
import type { Session } from '../session.ts';

/** What was read of queues a moment ago. */
export type QueueMemory = {
  /** The queue remembered under this key, or else what asking brings. */
  recall(key: string, ask: () => Promise<Queue | undefined>): Promise<Queue | undefined>;
  /** Forgets every queue, for the running transaction changes one. */
  forget(): void;
};

/** Time since this process began: no setting of the clock makes a memory last. */
const elapsed: Clock = { now: () => new Date(performance.now()) };

/** Queues this node has read within three seconds; what a transaction that changes queues sees stays with it. */
export const rememberedQueues = (session: Session): QueueMemory => {
  const queues = recentlyKnown<Queue>({ clock: elapsed, ttlMs: seconds(3), capacity: 1000 });
  const changing = new WeakSet<object>();
  let forgotten = 0;
  const forgetAll = () => {
    forgotten += 1;
    queues.forgetWhere(() => true);
  };

  return {
    async recall(key, ask) {
      // what this transaction has written may still be taken back
      if (changing.has(session.db())) return ask();
      const known = queues.get(key);
      if (known !== undefined) return known;
      const before = forgotten;
      const fresh = await ask();
      if (fresh !== undefined && forgotten === before) queues.set(key, fresh);
      return fresh;
    },

    forget() {
      changing.add(session.db());
      forgetAll();
      // whoever asked between the write and the commit was told the queue of before
      session.afterCommit(forgetAll);
    },
  };
};
