import type { Grant } from '#domain/access/actor.ts';
import type { CustomRole, Rights, Role } from '#domain/access/roles.ts';
import { OrganisationId, type QueueId, RoleId } from '#domain/shared/ids.ts';

/** The company that carla and dora work for; its members see each other's tickets. */
export const acme = OrganisationId('01957b3e-9c00-7f60-8f10-6d1f0c3a5e01');
/** A company whose members mind their own tickets. */
export const globex = OrganisationId('01957b3e-9c00-7f60-8f10-6d1f0c3a5e02');

const id = RoleId('01957b3e-9c00-7f70-8f10-6d1f0c3a5e01');

/** A role that an admin made. */
export const roleOf = (rights: Rights, name = 'Made up'): CustomRole => ({ id, name, rights });

export const everywhere = (role: Role): Grant => ({ role, scope: { kind: 'global' } });
export const inQueue = (role: Role, { id: queue }: { readonly id: QueueId }): Grant => ({
  role,
  scope: { kind: 'queue', queue },
});
export const inOrganisation = (role: Role, organisation: OrganisationId): Grant => ({
  role,
  scope: { kind: 'organisation', organisation },
});
