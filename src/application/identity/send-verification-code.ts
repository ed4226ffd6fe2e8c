import type { EmailAddress } from '#domain/identity/email-address.ts';
import { codeMinutes, lifetimes } from '#domain/identity/lifetimes.ts';
import { networkOf } from '#domain/identity/network.ts';
import { after } from '#domain/shared/duration.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Pace } from '../ports/pace.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { countFromHere } from './count-from-here.ts';
import { letterTo } from './letter-to.ts';
import { mailResetLink } from './request-password-reset.ts';
import { drawCode } from './verification-code.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pace: Pace;
};

export type SendVerificationCode = (command: {
  readonly email: EmailAddress;
  /** Where it is asked from. */
  readonly address: string;
}) => Promise<void>;

/**
 * Mails a new code for the registration of an address, if there is one, and a link to set a password when several were
 * made; who asks learns nothing of it.
 */
export const sendVerificationCode =
  (deps: Deps): SendVerificationCode =>
  ({ email, address }) =>
    deps.pace.evenly(async () => {
      if (await countFromHere(deps.attempts, 'mail', { email, network: networkOf(address) })) return;
      await deps.unitOfWork.run((tx) => renewCode(deps, tx, email));
    });

const renewCode = async (deps: Deps, tx: Transaction, email: EmailAddress): Promise<void> => {
  const known = await tx.users.withEmail(email);
  const user = known && (await tx.users.hold(known.id));
  if (user?.status !== 'unverified') return;
  const [newest, ...others] = await tx.registrations.of(user.id);
  if (newest === undefined) return;
  // nobody knows which of them is the owner's: a code could prove the address for a stranger's password
  if (others.length > 0) return mailResetLink(deps, tx, user);
  const at = deps.clock.now();
  const { code, codeHash } = drawCode(deps.secrets, user.id, []);
  await tx.registrations.replace({
    ...newest,
    codeHash,
    codeExpiresAt: after(at, lifetimes.verificationCode),
    attempts: 0,
  });
  const letter = { kind: 'verification-code', name: newest.firstName, code, minutes: codeMinutes } as const;
  await tx.mails.enqueue([letterTo(user, letter, deps.ids)], at);
};
