import type { Actor } from '#domain/access/actor.ts';
import type { User } from '#domain/identity/user.ts';
import { type MutableLetter, mutableLetters } from '#domain/notifications/muted-letters.ts';
import type { Principals } from '../ports/principals.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

export type MuteLetters = (muted: ReadonlySet<MutableLetter>, actor: Actor) => Promise<User | undefined>;

/** Sets which letters the actor goes without from now on, all others come; `undefined` when they are no more. */
export const muteLetters =
  (deps: { readonly unitOfWork: UnitOfWork; readonly principals: Principals }): MuteLetters =>
  async (muted, actor) => {
    const changed = await deps.unitOfWork.run(async (tx) => {
      const user = await tx.users.hold(actor.id);
      if (user?.status !== 'active') return undefined;
      const next = { ...user, mutedLetters: mutableLetters.filter((letter) => muted.has(letter)) };
      await tx.users.replace(next);
      return next;
    });
    deps.principals.forgetUser(actor.id);
    return changed;
  };
