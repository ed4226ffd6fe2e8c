import type { EmailAddress } from '#domain/identity/email-address.ts';
import { normalisePassword } from '#domain/identity/password.ts';
import { grantsFor, type User } from '#domain/identity/user.ts';
import { UserId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { Logger } from '../ports/logger.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { AddressTaken } from '../ports/user-store.ts';

export type FirstAdmin = {
  readonly email: EmailAddress;
  /** Only when it was made here: to be shown once, and kept nowhere. */
  readonly generatedPassword: string | undefined;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
};

export type EnsureFirstAdmin = (wanted: {
  readonly email: EmailAddress;
  /** A password is made when none is given. */
  readonly password: string | undefined;
  /** Keeps a generated password before there is anybody it opens the door to, so that no crash can lose it. */
  readonly keep: (generated: string) => Promise<void>;
}) => Promise<FirstAdmin | undefined>;

/** Makes the first admin when there is none, or none any more; of several nodes that start at once, one does. */
export const ensureFirstAdmin =
  (deps: Deps): EnsureFirstAdmin =>
  async ({ email, password, keep }) => {
    if (await deps.unitOfWork.run(isAdministered)) return undefined;
    const chosen = password ?? deps.secrets.token();
    const hash = await deps.hasher.hash(normalisePassword(chosen));
    const admin: User = {
      id: UserId(deps.ids.next()),
      email,
      firstName: 'First',
      lastName: 'Admin',
      status: 'active',
      grants: grantsFor('admin', []),
      createdAt: deps.clock.now(),
    };
    if (password === undefined) await keep(chosen);
    const isMade = await added(deps.unitOfWork, admin, hash);
    if (!isMade) {
      // another node may have been quicker
      if (!(await deps.unitOfWork.run(isAdministered))) deps.logger.error({}, addressIsTaken);
      return undefined;
    }
    return { email, generatedPassword: password === undefined ? chosen : undefined };
  };

const addressIsTaken =
  'nobody administers: the address for the first admin is that of somebody who is none; name another one by ADMIN_EMAIL and start again';

const isAdministered = async ({ grants }: Pick<Transaction, 'grants'>): Promise<boolean> =>
  (await grants.holdAdmins()).length > 0;

const added = async (unitOfWork: UnitOfWork, admin: User, hash: string): Promise<boolean> => {
  try {
    return await unitOfWork.run(async (tx) => {
      if (await isAdministered(tx)) return false;
      await tx.users.add(admin);
      await tx.users.setPasswordHash(admin.id, hash);
      await tx.audit.append({
        action: 'first-admin-made',
        actor: undefined,
        subject: { kind: 'user', id: admin.id },
        after: { grants: admin.grants },
      });
      return true;
    });
  } catch (error) {
    if (error instanceof AddressTaken) return false;
    throw error;
  }
};
