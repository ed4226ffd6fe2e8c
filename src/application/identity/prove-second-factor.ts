import { isOneTimeCode, normaliseRecoveryCode } from '#domain/identity/second-factor.ts';
import type { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { OneTimeCodes } from '../ports/one-time-codes.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { queueSecurityLetter } from './security-letters.ts';

type Deps = { readonly oneTimeCodes: OneTimeCodes; readonly secrets: Secrets; readonly ids: IdSource };

/** The digest under which a user's recovery code is kept; the same code of another user has another. */
export const recoveryHashOf = (secrets: Secrets, user: UserId, code: string): string =>
  secrets.digest(`recovery code of ${user}: ${normaliseRecoveryCode(code)}`);

/**
 * What a given code proves of a user who is held: nothing when they have no second factor, or when it is wrong or was
 * used. Whatever proves something is used up.
 */
export const proveSecondFactor = async (
  deps: Deps,
  tx: Transaction,
  { user, given, at }: { readonly user: User; readonly given: string; readonly at: Date },
): Promise<'code' | 'recovery-code' | undefined> => {
  const factor = await tx.secondFactors.of(user.id);
  if (factor?.activatedAt === undefined) return undefined;
  if (isOneTimeCode(given)) {
    const step = deps.oneTimeCodes.stepOf(given, { secret: factor.secret, at });
    const isFresh = step !== undefined && (await tx.secondFactors.takeStep(user.id, step));
    return isFresh ? 'code' : undefined;
  }
  if (!(await tx.secondFactors.takeRecoveryCode(user.id, recoveryHashOf(deps.secrets, user.id, given)))) {
    return undefined;
  }
  await tx.audit.append({
    action: 'recovery-code-used',
    actor: user.id,
    subject: { kind: 'user', id: user.id },
    after: { left: await tx.secondFactors.recoveryCodesLeft(user.id) },
  });
  const news = { kind: 'second-factor-changed', change: 'recovery-code-used' } as const;
  await queueSecurityLetter(deps, tx, { to: user, news, at });
  return 'recovery-code';
};
