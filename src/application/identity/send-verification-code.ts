import type { EmailAddress } from '#domain/identity/email-address.ts';
import { codeMinutes, lifetimes } from '#domain/identity/lifetimes.ts';
import { after } from '#domain/shared/duration.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Pace } from '../ports/pace.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { letterTo } from './letter-to.ts';
import { drawCode } from './verification-code.ts';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly secrets: Secrets;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pace: Pace;
};

export type SendVerificationCode = (command: { readonly email: EmailAddress }) => Promise<void>;

/** Mails a new code for the newest registration of an address, if there is one; who asks learns nothing of it. */
export const sendVerificationCode =
  (deps: Deps): SendVerificationCode =>
  ({ email }) =>
    deps.pace.evenly(async () => {
      if (await deps.attempts.count('mail', email)) return;
      await deps.unitOfWork.run((tx) => renewCode(deps, tx, email));
    });

const renewCode = async (deps: Deps, tx: Transaction, email: EmailAddress): Promise<void> => {
  const known = await tx.users.withEmail(email);
  const user = known && (await tx.users.hold(known.id));
  if (user?.status !== 'unverified') return;
  const [newest, ...older] = await tx.registrations.of(user.id);
  if (newest === undefined) return;
  const at = deps.clock.now();
  const { code, codeHash } = drawCode(deps.secrets, user.id, older);
  await tx.registrations.replace({
    ...newest,
    codeHash,
    codeExpiresAt: after(at, lifetimes.verificationCode),
    attempts: 0,
  });
  const letter = { kind: 'verification-code', name: newest.firstName, code, minutes: codeMinutes } as const;
  await tx.mails.enqueue([letterTo(user, letter, deps.ids)], at);
};
