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
    id === actor.id || holds(actor, 'user:read') ? deps.unitOfWork.run((tx) => tx.users.find(id)) : undefined;
