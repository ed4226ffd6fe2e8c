import type { Actor } from '#domain/access/actor.ts';
import { holds } from '#domain/access/policy.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { UserList, UserPage, UserPageWanted } from '../ports/user-list.ts';

export type ListUsers = (
  wanted: UserPageWanted,
  actor: Actor,
) => Promise<Decision<UserPage, IdentityRefusal>>;

/** Everybody, oldest account first, for those who may read users. */
export const listUsers =
  (deps: { readonly userList: UserList }): ListUsers =>
  async (wanted, actor) =>
    holds(actor, 'user:read')
      ? accept(await deps.userList.page(wanted))
      : refuse({ code: 'not-permitted', permission: 'user:read' });
