import type { EmailAddress } from '#domain/identity/email-address.ts';
import { networkOf } from '#domain/identity/network.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { isUsable } from '#domain/identity/verification.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pace } from '../ports/pace.ts';
import type { Principals } from '../ports/principals.ts';
import type { LiveRegistration } from '../ports/registration-store.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { codeWasRight, countFromHere } from './count-from-here.ts';
import { codeHashOf } from './verification-code.ts';

export type VerifyEmailCommand = {
  readonly email: EmailAddress;
  readonly code: string;
  /** Where it is tried from. */
  readonly address: string;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly principals: Principals;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly pace: Pace;
};

export type VerifyEmail = (command: VerifyEmailCommand) => Promise<Decision<User, IdentityRefusal>>;

/** Proves an address by a mailed code, which brings to life the one registration it was mailed for. */
export const verifyEmail =
  (deps: Deps): VerifyEmail =>
  async (command) => {
    const from = { email: command.email, network: networkOf(command.address) };
    const tooMany = await countFromHere(deps.attempts, 'code', from);
    if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });
    const decision = await deps.pace.evenly(() => deps.unitOfWork.run((tx) => prove(deps, tx, command)));
    if (!decision.ok) return decision;
    deps.principals.forgetUser(decision.outcome.id);
    await codeWasRight(deps.attempts, from);
    return decision;
  };

const prove = async (
  deps: Deps,
  tx: Transaction,
  { email, code }: VerifyEmailCommand,
): Promise<Decision<User, IdentityRefusal>> => {
  const known = await tx.users.withEmail(email);
  const user = known && (await tx.users.hold(known.id));
  if (user?.status !== 'unverified') return refuse({ code: 'invalid-code' });

  const at = deps.clock.now();
  const usable = (await tx.registrations.of(user.id)).filter((registration) => isUsable(registration, at));
  const codeHash = codeHashOf(deps.secrets, user.id, code);
  const proven = usable.find((registration) => registration.codeHash === codeHash);
  if (proven === undefined) {
    await countWrongCode(tx, usable);
    return refuse({ code: 'invalid-code' });
  }
  return accept(await bringToLife(tx, user, proven));
};

/** Nobody knows which of them was meant, so a wrong code counts for all. */
const countWrongCode = async (tx: Transaction, registrations: readonly LiveRegistration[]): Promise<void> => {
  for (const registration of registrations) {
    await tx.registrations.replace({ ...registration, attempts: registration.attempts + 1 });
  }
};

const bringToLife = async (tx: Transaction, user: User, proven: LiveRegistration): Promise<User> => {
  const { firstName, lastName, passwordHash } = proven;
  const active: User = { ...user, firstName, lastName, status: 'active' };
  await tx.users.replace(active);
  await tx.users.setPasswordHash(user.id, passwordHash);
  await tx.registrations.replace({ ...proven, passwordHash: undefined });
  await tx.registrations.voidAllOf(user.id);
  await tx.audit.append({
    action: 'email-verified',
    actor: user.id,
    subject: { kind: 'user', id: user.id },
    before: { status: user.status },
    after: { status: active.status },
  });
  return active;
};
