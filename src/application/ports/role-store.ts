import type { CustomRole } from '#domain/access/roles.ts';
import type { RoleId, UserId } from '#domain/shared/ids.ts';

/** Custom roles, inside one transaction. Whatever changes one counts on every node once the transaction has ended. */
export interface RoleStore {
  /** Every custom role, by name. There are few. */
  all(): Promise<readonly CustomRole[]>;
  /** The role, held until the transaction ends: nobody deletes it meanwhile. */
  hold(id: RoleId): Promise<CustomRole | undefined>;
  /** @throws {NameTaken} when there is one of this name; names are compared without regard to case. */
  add(role: CustomRole, at: Date): Promise<void>;
  /** @throws {NameTaken} when another has this name. */
  replace(role: CustomRole): Promise<void>;
  remove(id: RoleId): Promise<void>;
  /** Some of those who hold a role in whatever scope, at most `limit`. */
  holders(id: RoleId, limit: number): Promise<readonly UserId[]>;
}
