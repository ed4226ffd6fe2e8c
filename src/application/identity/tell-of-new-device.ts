import { deviceOf } from '#domain/identity/device.ts';
import { isFamiliar, type Origin } from '#domain/identity/familiar.ts';
import type { User } from '#domain/identity/user.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Transaction } from '../ports/unit-of-work.ts';
import { queueSecurityLetter } from './security-letters.ts';

/**
 * Tells the owner of an account that somebody signs in unlike ever before, as far as sessions are kept; the first
 * sign-in surprises nobody. To be asked before the new session is added.
 */
export const tellOfNewDevice = async (
  deps: { readonly ids: IdSource },
  tx: Transaction,
  { user, origin, at }: { readonly user: User; readonly origin: Origin; readonly at: Date },
): Promise<void> => {
  const before = await tx.sessions.originsOf(user.id);
  if (before.length === 0 || isFamiliar(origin, before)) return;
  const { address, userAgent } = origin;
  const news = { kind: 'new-sign-in', at: at.toISOString(), device: deviceOf(userAgent), address } as const;
  await queueSecurityLetter(deps, tx, { to: user, news, at });
};
