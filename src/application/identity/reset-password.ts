import type { Password } from '#domain/identity/password.ts';
import { placeOf } from '#domain/identity/place.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { isShutOut, type User } from '#domain/identity/user.ts';
import { isPersonal } from '#domain/identity/weak-password.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommonPasswords } from '../ports/common-passwords.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Principals } from '../ports/principals.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { placeKey } from './guesses.ts';
import { weaknessIn } from './password-rules.ts';
import { queueSecurityLetter } from './security-letters.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type ResetPasswordCommand = {
  readonly token: string;
  readonly password: Password;
  /** Where from, and with what. */
  readonly address: string;
  readonly userAgent: string;
};

export type ResetPassword = (command: ResetPasswordCommand) => Promise<Decision<User, IdentityRefusal>>;

/** Sets a password by a mailed link, a reset's or an invitation's. The link proved the address; older sign-ins end. */
export const resetPassword =
  (deps: Deps): ResetPassword =>
  async ({ token, password, ...from }) => {
    const weakness = await weaknessIn(deps, password, undefined);
    if (weakness) return refuse({ code: weakness });
    const passwordHash = await deps.hasher.hash(password);
    const hash = deps.secrets.digest(token);
    const decision = await deps.unitOfWork.run((tx) =>
      setPassword(deps, tx, { hash, password, passwordHash }),
    );
    if (!decision.ok) return decision;
    const { user, ended } = decision.outcome;
    deps.principals.forgetUser(user.id);
    tellEnded(deps, ended);
    // whoever was locked out where nobody knows them gets in by mail
    await deps.attempts.vouch(placeKey(user.email, placeOf(from)));
    return accept(user);
  };

type Wanted = { readonly hash: string; readonly password: Password; readonly passwordHash: string };
type Reset = { readonly user: User; readonly ended: readonly SessionId[] };

const setPassword = async (
  deps: Deps,
  tx: Transaction,
  { hash, password, passwordHash }: Wanted,
): Promise<Decision<Reset, IdentityRefusal>> => {
  const at = deps.clock.now();
  const link = await tx.linkTokens.take(hash);
  const user = link && (await tx.users.hold(link.user));
  if (!link || !user || link.expiresAt <= at || isShutOut(user)) {
    return refuse({ code: 'invalid-token' });
  }
  if (isPersonal(password, user)) {
    // whoever holds the link may choose again
    await tx.linkTokens.add(link);
    return refuse({ code: 'personal-password' });
  }
  const active: User = { ...user, status: 'active' };
  await tx.users.replace(active);
  await tx.users.setPasswordHash(user.id, passwordHash);
  await tx.linkTokens.removeAllOf(user.id);
  await tx.registrations.voidAllOf(user.id);
  const ended = await tx.sessions.revokeAllOf(user.id, at);
  await tx.audit.append({
    action: link.purpose === 'invitation' ? 'invitation-accepted' : 'password-reset',
    actor: user.id,
    subject: { kind: 'user', id: user.id },
    before: { status: user.status },
    after: { status: active.status, endedSessions: ended.length },
  });
  if (link.purpose === 'password-reset') {
    await queueSecurityLetter(deps, tx, { to: active, news: { kind: 'password-changed' }, at });
  }
  return accept({ user: active, ended });
};
