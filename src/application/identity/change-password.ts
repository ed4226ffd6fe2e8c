import type { Password } from '#domain/identity/password.ts';
import type { IdentityRefusal } from '#domain/identity/refusal.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { SessionId } from '#domain/shared/ids.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommonPasswords } from '../ports/common-passwords.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Principals } from '../ports/principals.ts';
import type { SessionEndings } from '../ports/session-endings.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import type { Authenticated } from './authenticate.ts';
import { confirmPassword } from './confirm-password.ts';
import { weaknessIn } from './password-rules.ts';
import { queueSecurityLetter } from './security-letters.ts';
import { tellEnded } from './tell-ended.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  readonly attempts: Attempts;
  readonly principals: Principals;
  readonly sessionEndings: SessionEndings;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type ChangePassword = (
  command: { readonly currentPassword: string; readonly newPassword: Password },
  who: Pick<Authenticated, 'user' | 'session'>,
) => Promise<Decision<'changed', IdentityRefusal>>;

/** Replaces one's own password by another. Every other session ends; the one that asked goes on. */
export const changePassword =
  (deps: Deps): ChangePassword =>
  async ({ currentPassword, newPassword }, who) => {
    const weakness = await weaknessIn(deps, newPassword, who.user);
    if (weakness) return refuse({ code: weakness });
    const confirmed = await confirmPassword(deps, who.user.id, currentPassword);
    if (!confirmed.ok) return confirmed;
    const newHash = await deps.hasher.hash(newPassword);
    const hashes = { confirmedHash: confirmed.outcome, newHash };
    const ended = await deps.unitOfWork.run((tx) => replaceHash(deps, tx, who, hashes));
    if (ended === undefined) return refuse({ code: 'wrong-password' });
    tellEnded(deps, ended);
    return accept('changed');
  };

type Hashes = { readonly confirmedHash: string; readonly newHash: string };

/** Tells which sessions ended; `undefined` when the password or the standing changed since it was confirmed. */
const replaceHash = async (
  deps: Deps,
  tx: Transaction,
  who: Pick<Authenticated, 'user' | 'session'>,
  { confirmedHash, newHash }: Hashes,
): Promise<readonly SessionId[] | undefined> => {
  const user = await tx.users.hold(who.user.id);
  if (user?.status !== 'active' || (await tx.users.passwordHash(user.id)) !== confirmedHash) return undefined;
  const at = deps.clock.now();
  await tx.users.setPasswordHash(user.id, newHash);
  await tx.linkTokens.removeAllOf(user.id);
  const ended = await tx.sessions.revokeAllOf(user.id, at, { but: who.session });
  await tx.audit.append({
    action: 'password-changed',
    actor: user.id,
    subject: { kind: 'user', id: user.id },
    after: { endedSessions: ended.length },
  });
  await queueSecurityLetter(deps, tx, { to: user, news: { kind: 'password-changed' }, at });
  return ended;
};
