import type { Erasure } from '#domain/privacy/erasure.ts';
import { type ErasePersonDeps, eraseFor } from './erase-person.ts';

export type ReapplyErasures = (list: readonly Erasure[]) => Promise<{ readonly erased: number }>;

/** Erases again everybody on a list whom a restored backup brought back. */
export const reapplyErasures =
  (deps: ErasePersonDeps): ReapplyErasures =>
  async (list) => {
    let erased = 0;
    for (const again of list) {
      const wish = { actor: undefined, again, check: async () => undefined };
      const decision = await eraseFor(deps, again.user, wish);
      if (decision.ok) erased += 1;
    }
    return { erased };
  };

export type SettleErasures = () => Promise<{ readonly erased: number }>;

/** Brings the list in the database and the one outside of it together, and erases whoever is only on the latter. */
export const settleErasures =
  (deps: ErasePersonDeps): SettleErasures =>
  async () => {
    const [stored, noted] = [await deps.erasures.all(), await deps.erasureJournal.all()];
    const isIn = (list: readonly Erasure[]) => {
      const users = new Set(list.map(({ user }) => user));
      return ({ user }: Erasure): boolean => users.has(user);
    };
    const [inStored, inNoted] = [isIn(stored), isIn(noted)];
    const unnoted = stored.filter((erasure) => !inNoted(erasure));
    if (unnoted.length > 0) await deps.erasureJournal.add(unnoted);
    return reapplyErasures(deps)(noted.filter((erasure) => !inStored(erasure)));
  };

export type ListErasures = () => Promise<readonly Erasure[]>;

/** Everybody who was erased, by nothing but their id. */
export const listErasures =
  (deps: Pick<ErasePersonDeps, 'erasures'>): ListErasures =>
  () =>
    deps.erasures.all();
