import type { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Transaction } from '../ports/unit-of-work.ts';

/** What somebody is to be called from now on; what is `undefined` stays, and `null` takes the externalId away. */
export type Naming = {
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly externalId?: string | null | undefined;
};

const names = ['firstName', 'lastName', 'externalId'] as const;

/**
 * Renames a user who is held, and notes which names changed, from what to what.
 * @throws {ExternalIdTaken}
 */
export const rename = async (tx: Transaction, user: User, wanted: Naming, by: UserId): Promise<User> => {
  const { externalId = user.externalId } = wanted;
  const renamed: User = {
    ...user,
    firstName: wanted.firstName ?? user.firstName,
    lastName: wanted.lastName ?? user.lastName,
    externalId: externalId ?? undefined,
  };
  const changed = names.filter((name) => renamed[name] !== user[name]);
  if (changed.length === 0) return user;
  const told = (one: User) => Object.fromEntries(changed.map((name) => [name, one[name] ?? null]));
  await tx.users.replace(renamed);
  await tx.audit.append({
    action: 'user-renamed',
    actor: by,
    subject: { kind: 'user', id: user.id },
    before: told(user),
    after: told(renamed),
  });
  return renamed;
};
