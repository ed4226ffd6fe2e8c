import type { Clock } from '#application/ports/clock.ts';
import { seconds } from '#domain/shared/duration.ts';
import { recentlyKnown } from './identity/recently-known.ts';
import type { Session } from './session.ts';

/** What was read a moment ago of things that hardly ever change. */
export type Memory<Thing> = {
  /** What is remembered under this key, or else what asking brings. */
  recall<Found extends Thing | undefined>(key: string, ask: () => Promise<Found>): Promise<Thing | Found>;
  /** Forgets all of it, for the running transaction changes some. */
  forget(): void;
};

/** Time since this process began: no setting of the clock makes a memory last. */
const elapsed: Clock = { now: () => new Date(performance.now()) };

/** What this node has read within three seconds; what a transaction that changes any of it sees stays with it. */
export const remembered = <Thing>(session: Session): Memory<Thing> => {
  const things = recentlyKnown<Thing>({ clock: elapsed, ttlMs: seconds(3), capacity: 1000 });
  const changing = new WeakSet<object>();
  let forgotten = 0;
  const forgetAll = () => {
    forgotten += 1;
    things.forgetWhere(() => true);
  };

  return {
    async recall(key, ask) {
      // what this transaction has written may still be taken back
      if (changing.has(session.db())) return ask();
      const known = things.get(key);
      if (known !== undefined) return known;
      const before = forgotten;
      const fresh = await ask();
      if (fresh !== undefined && forgotten === before) things.set(key, fresh);
      return fresh;
    },

    forget() {
      changing.add(session.db());
      forgetAll();
      // whoever asked between the write and the commit was told what was before
      session.afterCommit(forgetAll);
    },
  };
};
