import type { EmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';

/** People and their password hashes, inside one transaction. */
export interface UserStore {
  find(id: UserId): Promise<User | undefined>;
  /** Those of them that there are, in one question. */
  among(ids: readonly UserId[]): Promise<readonly User[]>;
  /** The user, held until the transaction ends: whoever else wants to change them waits. */
  hold(id: UserId): Promise<User | undefined>;
  withEmail(email: EmailAddress): Promise<User | undefined>;
  /** Whoever has this name in the host product, byte for byte. */
  withExternalId(externalId: string): Promise<User | undefined>;
  /** @throws {AddressTaken} or {ExternalIdTaken} when somebody has this address or this name. */
  add(user: User): Promise<void>;
  /**
   * Replaces names, status and grants of a user that is held; the address and the time of creation stay.
   * @throws {ExternalIdTaken}
   */
  replace(user: User): Promise<void>;
  /** The PHC string of the user's password, when there is one. */
  passwordHash(id: UserId): Promise<string | undefined>;
  setPasswordHash(id: UserId, hash: string): Promise<void>;
  /** How many there are: 0 tells a first start. */
  count(): Promise<number>;
}

/** The external id is that of somebody, or something, else already. */
export class ExternalIdTaken extends Error {
  readonly code = 'external-id-taken';
}

/** The address is somebody else's already. */
export class AddressTaken extends Error {
  readonly code = 'address-taken';
}
