import { normalisePassword } from '#domain/identity/password.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly attempts: Attempts;
};

/**
 * Has somebody who is signed in prove again who they are; answers the hash that the password was right for. Guesses
 * are counted apart from those at the door, so that whoever took a session can shut nobody out.
 */
export const confirmPassword = async (
  { unitOfWork, hasher, attempts }: Deps,
  user: UserId,
  given: string,
): Promise<Decision<string, IdentityRefusal>> => {
  const tooMany = await attempts.count('login', user);
  if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });
  const known = await unitOfWork.run((tx) => tx.users.passwordHash(user));
  const isRight = await hasher.verify(known, normalisePassword(given));
  if (!isRight || known === undefined) return refuse({ code: 'wrong-password' });
  await attempts.forget('login', user);
  return accept(known);
};
