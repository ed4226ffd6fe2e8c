import type { StandingBefore, Suspension } from '#domain/identity/suspension.ts';
import type { UserId } from '#domain/shared/ids.ts';

/** Who is suspended, inside one transaction that holds them. */
export interface SuspensionStore {
  add(suspension: Suspension): Promise<void>;
  /** Takes a suspension away and tells what its user was before; `undefined` when nobody noted it. */
  take(user: UserId): Promise<StandingBefore | undefined>;
}
