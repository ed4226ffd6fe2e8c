import type { EmailAddress } from '#domain/identity/email-address.ts';
import { codeMinutes, lifetimes } from '#domain/identity/lifetimes.ts';
import { networkOf } from '#domain/identity/network.ts';
import type { Password } from '#domain/identity/password.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { customerGrant, type User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after } from '#domain/shared/duration.ts';
import { UserId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommonPasswords } from '../ports/common-passwords.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Pace } from '../ports/pace.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { AddressTaken } from '../ports/user-store.ts';
import { countFromHere } from './count-from-here.ts';
import { letterTo, salutation } from './letter-to.ts';
import { weaknessIn } from './password-rules.ts';
import { drawCode } from './verification-code.ts';

export type RegisterCommand = {
  readonly email: EmailAddress;
  readonly password: Password;
  readonly firstName: string;
  readonly lastName: string;
  /** Where it is asked from. */
  readonly address: string;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pace: Pace;
};

export type Register = (command: RegisterCommand) => Promise<Decision<'accepted', IdentityRefusal>>;

/**
 * Takes a wish to register. Whoever asks learns nothing: the same answer and the same work, whether the address is
 * known or not; only its owner reads the difference, in a mail. What is wrong with the password is told, since that
 * follows from the wish alone.
 */
export const register =
  (deps: Deps): Register =>
  async (command) => {
    const weakness = await weaknessIn(deps, command.password, command);
    if (weakness) return refuse({ code: weakness });
    await deps.pace.evenly(async () => {
      const passwordHash = await deps.hasher.hash(command.password);
      const from = { email: command.email, network: networkOf(command.address) };
      if (await countFromHere(deps.attempts, 'mail', from)) return;
      const wish = (): Promise<void> =>
        deps.unitOfWork.run((tx) => keepWish(deps, tx, command, passwordHash));
      try {
        await wish();
      } catch (error) {
        if (!(error instanceof AddressTaken)) throw error;
        // somebody registered the same address at the same moment: now it is known
        await wish();
      }
    });
    return accept('accepted');
  };

const keepWish = async (
  deps: Deps,
  tx: Transaction,
  command: RegisterCommand,
  passwordHash: string,
): Promise<void> => {
  const at = deps.clock.now();
  const user = (await knownAs(tx, command.email)) ?? (await newcomer(deps, tx, command, at));
  const isTaken = user.status !== 'unverified';
  await tx.registrations.removeExpiredOf(user.id, at);
  const { code, codeHash } = drawCode(deps.secrets, user.id, await tx.registrations.of(user.id));
  await tx.registrations.add({
    id: deps.ids.next(),
    user: user.id,
    passwordHash,
    firstName: isTaken ? '' : command.firstName,
    lastName: isTaken ? '' : command.lastName,
    // kept all the same: signing in with this password answers as if it waited for a code
    codeHash: isTaken ? undefined : codeHash,
    codeExpiresAt: after(at, lifetimes.verificationCode),
    attempts: 0,
    createdAt: at,
  });
  const letter = isTaken
    ? ({ kind: 'already-registered', name: salutation(user) } as const)
    : ({ kind: 'verification-code', name: command.firstName, code, minutes: codeMinutes } as const);
  await tx.mails.enqueue([letterTo(user, letter, deps.ids)], at);
};

const knownAs = async (tx: Transaction, email: EmailAddress): Promise<User | undefined> => {
  const known = await tx.users.withEmail(email);
  return known && tx.users.hold(known.id);
};

const newcomer = async (
  { ids }: Deps,
  tx: Transaction,
  { email, firstName, lastName }: RegisterCommand,
  at: Date,
): Promise<User> => {
  const user: User = {
    id: UserId(ids.next()),
    email,
    firstName,
    lastName,
    status: 'unverified',
    grants: [customerGrant],
    createdAt: at,
  };
  await tx.users.add(user);
  await tx.audit.appendBounded({
    action: 'registered',
    actor: undefined,
    subject: { kind: 'user', id: user.id },
  });
  return user;
};
