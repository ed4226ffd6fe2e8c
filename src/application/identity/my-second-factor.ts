import type { AuditAction } from '#domain/audit/actions.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { recoveryCodeCount } from '#domain/identity/second-factor.ts';
import type { User } from '#domain/identity/user.ts';
import type { SecondFactorChange } from '#domain/notifications/letter.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { OneTimeCodes } from '../ports/one-time-codes.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { confirmPassword } from './confirm-password.ts';
import { proveSecondFactor, recoveryHashOf } from './prove-second-factor.ts';
import { queueSecurityLetter } from './security-letters.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly oneTimeCodes: OneTimeCodes;
  readonly principals: Principals;
  readonly attempts: Attempts;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdSource;
};

type Decided<Outcome> = Promise<Decision<Outcome, IdentityRefusal>>;

export type SecondFactorState = {
  readonly state: 'off' | 'begun' | 'on';
  readonly recoveryCodesLeft: number;
};

export type ReadMySecondFactor = (user: UserId) => Promise<SecondFactorState>;

/** How far somebody is with their second factor. */
export const readMySecondFactor =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ReadMySecondFactor =>
  (user) =>
    unitOfWork.run(async (tx) => {
      const factor = await tx.secondFactors.of(user);
      const state = factor === undefined ? 'off' : factor.activatedAt === undefined ? 'begun' : 'on';
      return { state, recoveryCodesLeft: await tx.secondFactors.recoveryCodesLeft(user) };
    });

export type Enrolment = { readonly secret: string; readonly uri: string; readonly picture: string };

export type BeginSecondFactor = (command: { readonly password: string }, user: UserId) => Decided<Enrolment>;

/** Makes a secret for an authenticator app. It counts for nothing before a code of the app was given back. */
export const beginSecondFactor =
  (deps: Deps): BeginSecondFactor =>
  async ({ password }, id) => {
    const confirmed = await confirmPassword(deps, id, password);
    if (!confirmed.ok) return confirmed;
    const secret = deps.oneTimeCodes.secret();
    const begun = await deps.unitOfWork.run(async (tx): Decided<User> => {
      const user = await tx.users.hold(id);
      if (user?.status !== 'active') return refuse({ code: 'wrong-password' });
      const known = await tx.secondFactors.of(id);
      if (known?.activatedAt !== undefined) return refuse({ code: 'second-factor-active' });
      await tx.secondFactors.begin(id, secret, deps.clock.now());
      return accept(user);
    });
    if (!begun.ok) return begun;
    return accept({ secret, ...deps.oneTimeCodes.enrolment(secret, begun.outcome.email) });
  };

export type ActivateSecondFactor = (
  command: { readonly code: string },
  user: UserId,
) => Decided<readonly string[]>;

/** Turns the second factor on, given a code of the app; gives the recovery codes, this once. */
export const activateSecondFactor =
  (deps: Deps): ActivateSecondFactor =>
  async ({ code }, id) => {
    const tooMany = await deps.attempts.count('otp', id);
    if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });
    const decision = await deps.unitOfWork.run(async (tx): Decided<readonly string[]> => {
      const user = await tx.users.hold(id);
      const factor = user && (await tx.secondFactors.of(id));
      if (!user || !factor) return refuse({ code: 'no-second-factor' });
      if (factor.activatedAt !== undefined) return refuse({ code: 'second-factor-active' });
      const at = deps.clock.now();
      const step = deps.oneTimeCodes.stepOf(code, { secret: factor.secret, at });
      if (step === undefined) return refuse({ code: 'invalid-code' });
      await tx.secondFactors.activate(id, step, at);
      const codes = await newRecoveryCodes(deps, tx, id);
      await tell(deps, tx, { user, at, action: 'second-factor-turned-on', change: 'turned-on' });
      return accept(codes);
    });
    return finished(deps, id, decision);
  };

/** What changes a second factor that is on: the password, and a code of the app or a recovery code. */
type Proof = { readonly password: string; readonly code: string };

export type RemoveSecondFactor = (proof: Proof, user: UserId) => Decided<'removed'>;

/** Turns the second factor off. */
export const removeSecondFactor =
  (deps: Deps): RemoveSecondFactor =>
  (proof, id) =>
    changed(deps, id, proof, async (tx, user, at) => {
      await tx.secondFactors.remove(id);
      await tell(deps, tx, { user, at, action: 'second-factor-turned-off', change: 'turned-off' });
      return 'removed' as const;
    });

export type RenewRecoveryCodes = (proof: Proof, user: UserId) => Decided<readonly string[]>;

/** Makes new recovery codes; the old ones are worth nothing then. */
export const renewRecoveryCodes =
  (deps: Deps): RenewRecoveryCodes =>
  (proof, id) =>
    changed(deps, id, proof, async (tx, user, at) => {
      const codes = await newRecoveryCodes(deps, tx, id);
      const told = { action: 'recovery-codes-renewed', change: 'recovery-codes-renewed' } as const;
      await tell(deps, tx, { user, at, ...told });
      return codes;
    });

const changed = async <Outcome>(
  deps: Deps,
  id: UserId,
  { password, code }: Proof,
  change: (tx: Transaction, user: User, at: Date) => Promise<Outcome>,
): Decided<Outcome> => {
  const confirmed = await confirmPassword(deps, id, password);
  if (!confirmed.ok) return confirmed;
  const tooMany = await deps.attempts.count('otp', id);
  if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });
  const decision = await deps.unitOfWork.run(async (tx): Decided<Outcome> => {
    const user = await tx.users.hold(id);
    const factor = user && (await tx.secondFactors.of(id));
    if (!user || factor?.activatedAt === undefined) return refuse({ code: 'no-second-factor' });
    const at = deps.clock.now();
    if (!(await proveSecondFactor(deps, tx, { user, given: code, at }))) {
      return refuse({ code: 'invalid-code' });
    }
    return accept(await change(tx, user, at));
  });
  return finished(deps, id, decision);
};

const finished = async <Outcome>(
  { attempts, principals }: Deps,
  id: UserId,
  decision: Decision<Outcome, IdentityRefusal>,
): Decided<Outcome> => {
  if (!decision.ok) return decision;
  principals.forgetUser(id);
  await attempts.forget('otp', id);
  return decision;
};

const newRecoveryCodes = async (
  { secrets }: Deps,
  tx: Transaction,
  user: UserId,
): Promise<readonly string[]> => {
  const codes = Array.from({ length: recoveryCodeCount }, () => secrets.recoveryCode());
  await tx.secondFactors.setRecoveryCodes(
    user,
    codes.map((code) => recoveryHashOf(secrets, user, code)),
  );
  return codes;
};

type Told = {
  readonly user: User;
  readonly at: Date;
  readonly action: AuditAction;
  readonly change: SecondFactorChange;
};

const tell = async (deps: Deps, tx: Transaction, { user, at, action, change }: Told): Promise<void> => {
  await tx.audit.append({ action, actor: user.id, subject: { kind: 'user', id: user.id } });
  await queueSecurityLetter(deps, tx, { to: user, news: { kind: 'second-factor-changed', change }, at });
};
