import type { EmailAddress } from '#domain/identity/email-address.ts';
import { lifetimes } from '#domain/identity/lifetimes.ts';
import { normalisePassword } from '#domain/identity/password.ts';
import { type Place, placeOf } from '#domain/identity/place.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { after } from '#domain/shared/duration.ts';
import { SessionId } from '#domain/shared/ids.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { OneTimeCodes } from '../ports/one-time-codes.ts';
import type { Pace } from '../ports/pace.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { guessesAt, placeKey } from './guesses.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { type SignedIn, signedIn } from './signed-in.ts';
import { tellOfNewDevice } from './tell-of-new-device.ts';

export type LogInCommand = {
  readonly email: EmailAddress;
  readonly password: string;
  /** A code of the second factor, or a recovery code. */
  readonly otp?: string | undefined;
  /** Where from, and with what. */
  readonly address: string;
  readonly userAgent: string;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pace: Pace;
  readonly oneTimeCodes: OneTimeCodes;
};

export type LogIn = (command: LogInCommand) => Promise<Decision<SignedIn, IdentityRefusal>>;

const longestAddress = 45;

/**
 * Signs somebody in on one device. A wrong password is always compared twice, with that of the account and with that of
 * the newest wish to register, whether there are any: so no answer and no time tells who has an account, not even to
 * somebody who registers the address first.
 */
export const logIn =
  (deps: Deps): LogIn =>
  async (command) => {
    const place = placeOf(command);
    const guesses = guessesAt({
      attempts: deps.attempts,
      account: command.email,
      place,
      isKnown: () => isKnown(deps, command.email, place),
    });
    const tooMany = await guesses.count();
    if (tooMany) return refuse({ code: 'too-many-attempts', ...tooMany });

    const password = normalisePassword(command.password);
    const account = await deps.unitOfWork.run((tx) => accountOf(tx, command.email));
    const isRight = await deps.hasher.verify(account?.passwordHash, password);
    if (!isRight || account?.passwordHash === undefined) {
      if (await deps.hasher.verify(account?.wishedHash, password))
        return refuse({ code: 'email-unverified' });
      await noteFailure(deps, account?.user);
      return refuse({ code: 'invalid-credentials' });
    }

    const tooManyCodes =
      command.otp === undefined ? undefined : await deps.attempts.count('otp', account.user.id);
    if (tooManyCodes) return refuse({ code: 'too-many-attempts', ...tooManyCodes });

    const { passwordHash } = account;
    const newHash = deps.hasher.isOutdated(passwordHash) ? await deps.hasher.hash(password) : undefined;
    const opened = await deps.unitOfWork.run((tx) =>
      openSession(deps, tx, command, { ...account, passwordHash, newHash }),
    );
    if (opened === undefined) {
      await noteFailure(deps, account.user);
      return refuse({ code: 'invalid-credentials' });
    }
    await guesses.right();
    if (opened === 'otp-required') return refuse({ code: 'otp-required' });
    if (command.otp !== undefined) await deps.attempts.forget('otp', account.user.id);
    return accept(await signedIn(deps.accessTokens, opened));
  };

/** Takes as long for an address without an account, so that no refusal tells who has one. */
const isKnown = ({ attempts, unitOfWork, pace }: Deps, email: EmailAddress, place: Place): Promise<boolean> =>
  pace.evenly(
    async () =>
      (await attempts.isVouched(placeKey(email, place))) ||
      unitOfWork.run((tx) => tx.sessions.hasSignedInFrom(email, place)),
  );

/** The same work whether the account exists or not. */
const noteFailure = (deps: Deps, user: User | undefined): Promise<void> =>
  deps.unitOfWork.run((tx) =>
    tx.audit.appendBounded({
      action: 'sign-in-failed',
      actor: undefined,
      ...(user && { subject: { kind: 'user', id: user.id } }),
    }),
  );

type Account = {
  readonly user: User;
  readonly passwordHash: string | undefined;
  readonly wishedHash: string | undefined;
};

const accountOf = async (tx: Transaction, email: EmailAddress): Promise<Account | undefined> => {
  const user = await tx.users.withEmail(email);
  if (user === undefined) return undefined;
  const ownHash = await tx.users.passwordHash(user.id);
  return {
    user,
    passwordHash: user.status === 'active' ? ownHash : undefined,
    wishedHash: await tx.registrations.newestPasswordHash(user.id),
  };
};

type Checked = { readonly user: User; readonly passwordHash: string; readonly newHash: string | undefined };

/** Opens the session unless the second factor is missing, or password or standing changed since the password was checked. */
const openSession = async (deps: Deps, tx: Transaction, command: LogInCommand, checked: Checked) => {
  const user = await tx.users.hold(checked.user.id);
  if (user?.status !== 'active' || (await tx.users.passwordHash(user.id)) !== checked.passwordHash) {
    return undefined;
  }
  const at = deps.clock.now();
  if ((await tx.secondFactors.of(user.id))?.activatedAt !== undefined) {
    if (command.otp === undefined) return 'otp-required';
    if (!(await proveSecondFactor(deps, tx, { user, given: command.otp, at }))) return undefined;
  }
  if (checked.newHash !== undefined) await tx.users.setPasswordHash(user.id, checked.newHash);

  await tellOfNewDevice(deps, tx, { user, origin: command, at });
  const session = SessionId(deps.ids.next());
  const refreshToken = deps.secrets.token();
  await tx.sessions.add(
    {
      id: session,
      user: user.id,
      createdAt: at,
      lastUsedAt: at,
      expiresAt: after(at, lifetimes.session),
      address: command.address.slice(0, longestAddress),
      userAgent: placeOf(command).userAgent,
      revokedAt: undefined,
    },
    { hash: deps.secrets.digest(refreshToken), session, generation: 1, usedAt: undefined },
  );
  await tx.audit.append({
    action: 'signed-in',
    actor: user.id,
    subject: { kind: 'session', id: session },
  });
  return { user, session, refreshToken };
};
