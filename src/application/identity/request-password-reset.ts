import type { EmailAddress } from '#domain/identity/email-address.ts';
import { lifetimes, resetMinutes } from '#domain/identity/lifetimes.ts';
import { isShutOut, type User } from '#domain/identity/user.ts';
import { after } from '#domain/shared/duration.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Pace } from '../ports/pace.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { letterTo, salutation } from './letter-to.ts';

type LinkDeps = { readonly secrets: Secrets; readonly clock: Clock; readonly ids: IdSource };

type Deps = LinkDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly attempts: Attempts;
  readonly pace: Pace;
};

export type RequestPasswordReset = (command: { readonly email: EmailAddress }) => Promise<void>;

/** Mails a link to set a new password, if anybody may sign in with this address; who asks learns nothing of it. */
export const requestPasswordReset =
  (deps: Deps): RequestPasswordReset =>
  ({ email }) =>
    deps.pace.evenly(async () => {
      if (await deps.attempts.count('reset-mail', email)) return;
      await deps.unitOfWork.run((tx) => mailToken(deps, tx, email));
    });

const mailToken = async (deps: Deps, tx: Transaction, email: EmailAddress): Promise<void> => {
  const known = await tx.users.withEmail(email);
  // held, for whoever is erased meanwhile has no such address any more
  const user = known && (await tx.users.hold(known.id));
  if (user === undefined || user.email !== email || isShutOut(user)) return;
  await mailResetLink(deps, tx, user);
};

/** Mails a link by which the owner of an address sets a new password, which proves the address as well. */
export const mailResetLink = async (deps: LinkDeps, tx: Transaction, user: User): Promise<void> => {
  const at = deps.clock.now();
  const token = deps.secrets.token();
  await tx.linkTokens.add({
    hash: deps.secrets.digest(token),
    user: user.id,
    purpose: 'password-reset',
    expiresAt: after(at, lifetimes.passwordReset),
  });
  await tx.audit.appendBounded({
    action: 'password-reset-requested',
    actor: undefined,
    subject: { kind: 'user', id: user.id },
  });
  const letter = { kind: 'password-reset', name: salutation(user), token, minutes: resetMinutes } as const;
  await tx.mails.enqueue([letterTo(user, letter, deps.ids)], at);
};
