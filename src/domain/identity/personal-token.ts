import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permissions.ts';
import { extentFor } from '../access/policy.ts';
import { after, days } from '../shared/duration.ts';
import type { SessionId, UserId } from '../shared/ids.ts';

/** A personal access token: a session that a program has, of somebody who may do more than it. */
export type PersonalToken = {
  readonly id: SessionId;
  readonly user: UserId;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To the nearest minutes; `undefined` before its first use. */
  readonly lastUsedAt: Date | undefined;
};

/** How long a token is good when nobody says otherwise, and how long at most. */
export const tokenDays = { usual: 90, most: 366 } as const;

/** When a token ends; `undefined` when it is to end too late or at once. */
export const endOfToken = (wanted: Date | undefined, at: Date): Date | undefined => {
  const end = wanted ?? after(at, days(tokenDays.usual));
  return end > at && end <= after(at, days(tokenDays.most)) ? end : undefined;
};

/** The first of these permissions that an actor holds nowhere: nobody hands on what they do not hold. */
export const notHeld = (actor: Actor, wanted: readonly Permission[]): Permission | undefined =>
  wanted.find((permission) =>
    actor.grants.every((grant) => extentFor(actor, grant, permission) === undefined),
  );
