import type { Actor } from '#domain/access/actor.ts';
import type { Availability, User } from '#domain/identity/user.ts';
import type { Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { rename } from './rename.ts';

/** What of oneself one changes; what is `undefined` stays. */
export type ChangeMyselfCommand = {
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly availability: Availability | undefined;
};

export type ChangeMyself = (command: ChangeMyselfCommand, actor: Actor) => Promise<User | undefined>;

/** Changes the actor's own names, and whether they are there to be given tickets; `undefined` when they are no more. */
export const changeMyself =
  (deps: { readonly unitOfWork: UnitOfWork; readonly principals: Principals }): ChangeMyself =>
  async ({ firstName, lastName, availability }, actor) => {
    const changed = await deps.unitOfWork.run(async (tx) => {
      const user = await tx.users.hold(actor.id);
      if (user?.status !== 'active') return undefined;
      const renamed = await rename(tx, user, { firstName, lastName }, actor.id);
      if (availability === undefined || availability === renamed.availability) return renamed;
      const next = { ...renamed, availability };
      await tx.users.replace(next);
      return next;
    });
    deps.principals.forgetUser(actor.id);
    return changed;
  };
