import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after, minutes } from '#domain/shared/duration.ts';
import type { Authenticated } from '../identity/authenticate.ts';
import { confirmPassword } from '../identity/confirm-password.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { RequestOrigin } from '../ports/request-origin.ts';
import { type ErasePersonDeps, eraseFor } from './erase-person.ts';

type Deps = ErasePersonDeps & {
  readonly hasher: PasswordHasher;
  readonly attempts: Attempts;
  readonly origin: RequestOrigin;
};

export type EraseMyself = (
  command: { readonly password: string | undefined },
  who: Pick<Authenticated, 'user' | 'session'>,
) => Promise<Decision<'erased', IdentityRefusal>>;

/** How fresh a sign-in must be to stand for a password, for those who have none. */
const freshFor = minutes(10);

/** Erases whoever asks, once they have proven again who they are. Where they asked from is kept nowhere. */
export const eraseMyself =
  (deps: Deps): EraseMyself =>
  async ({ password }, { user, session }) => {
    const proven = await prove(deps, { user: user.id, session, password });
    if (!proven.ok) return proven;
    const { requestId = '' } = deps.origin.current() ?? {};
    return deps.origin.within({ address: undefined, requestId }, () =>
      eraseFor(deps, user.id, { actor: user.id, check: async () => undefined }),
    );
  };

type Proof = Pick<Authenticated, 'session'> & {
  readonly user: Authenticated['user']['id'];
  readonly password: string | undefined;
};

const prove = async (
  deps: Deps,
  { user, session, password }: Proof,
): Promise<Decision<unknown, IdentityRefusal>> => {
  if (password !== undefined) return confirmPassword(deps, user, password);
  const { hash, signIn } = await deps.unitOfWork.run(async (tx) => ({
    hash: await tx.users.passwordHash(user),
    signIn: await tx.sessions.find(session),
  }));
  const isFresh = signIn !== undefined && after(signIn.createdAt, freshFor) > deps.clock.now();
  return hash === undefined && isFresh ? accept('fresh') : refuse({ code: 'wrong-password' });
};
