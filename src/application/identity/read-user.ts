import type { Actor } from '#domain/access/actor.ts';
import { holds } from '#domain/access/policy.ts';
import type { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type ReadUser = (id: UserId, actor: Actor) => Promise<User | undefined>;

/** Somebody, for those who may read users and for themselves; for others nobody exists. */
export const readUser =
  (deps: { readonly unitOfWork: UnitOfWork }): ReadUser =>
  async (id, actor) =>
    seesUser(id, actor) ? deps.unitOfWork.run((tx) => tx.users.find(id)) : undefined;

/** Whether a user, if there is one, exists for this actor. */
export const seesUser = (id: UserId, actor: Actor): boolean => id === actor.id || holds(actor, 'user:read');
