import type { Organisation } from '#domain/access/organisation.ts';
import type { OrganisationId, UserId } from '#domain/shared/ids.ts';

/** Organisations and who belongs to them, inside one transaction. What changes counts on every node once it has ended. */
export interface OrganisationStore {
  find(id: OrganisationId): Promise<Organisation | undefined>;
  /** The organisation, held until the transaction ends: nobody changes or deletes it meanwhile. */
  hold(id: OrganisationId): Promise<Organisation | undefined>;
  /** The organisation that another system calls so, byte for byte. */
  withExternalId(externalId: string): Promise<Organisation | undefined>;
  /**
   * @throws {NameTaken} when there is one of this name; names are compared without regard to case.
   * @throws {ExternalIdTaken}
   */
  add(organisation: Organisation): Promise<void>;
  /**
   * @throws {NameTaken} when another has this name.
   * @throws {ExternalIdTaken}
   */
  replace(organisation: Organisation): Promise<void>;
  /** Its members, and those with a grant within it. */
  among(
    id: OrganisationId,
  ): Promise<{ readonly members: readonly UserId[]; readonly granted: readonly UserId[] }>;
  /** Removes it with all memberships and grants within it; tickets keep its id, by which nobody sees them any more. */
  remove(id: OrganisationId): Promise<void>;
  /** Makes somebody a member, and thereby no more of another one; of none when it is `undefined`. */
  enter(user: UserId, organisation: OrganisationId | undefined): Promise<void>;
}
