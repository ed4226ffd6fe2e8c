import type { Actor } from '#domain/access/actor.ts';
import type { User } from '#domain/identity/user.ts';
import type { Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type RenameMyselfCommand = {
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
};

export type RenameMyself = (command: RenameMyselfCommand, actor: Actor) => Promise<User | undefined>;

/** Changes the actor's own names; `undefined` when they are no more. */
export const renameMyself =
  (deps: { readonly unitOfWork: UnitOfWork; readonly principals: Principals }): RenameMyself =>
  async ({ firstName, lastName }, actor) => {
    const renamed = await deps.unitOfWork.run(async (tx) => {
      const user = await tx.users.hold(actor.id);
      if (user === undefined) return undefined;
      const next = {
        ...user,
        firstName: firstName ?? user.firstName,
        lastName: lastName ?? user.lastName,
      };
      await tx.users.replace(next);
      return next;
    });
    deps.principals.forgetUser(actor.id);
    return renamed;
  };
