import type { Actor } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holds, holdsGlobally } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import { type CustomRole, type Rights, type Role, type RoleName, roleNames } from '#domain/access/roles.ts';
import { isNamedIn } from '#domain/identity/second-factor.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import { RoleId } from '#domain/shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdSource } from '../ports/id-source.ts';
import { NameTaken } from '../ports/queue-store.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: IdSource };

export type ListRoles = (actor: Actor) => Promise<Decision<readonly Role[], AccessRefusal>>;

/** The built-in roles, then the custom ones by name, for those who may see them. */
export const listRoles =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListRoles =>
  async (actor) =>
    holds(actor, 'role:read')
      ? accept([...roleNames, ...(await unitOfWork.run((tx) => tx.roles.all()))])
      : refuse({ code: 'not-permitted', permission: 'role:read' });

export type MakeRole = (
  wanted: { readonly name: string; readonly rights: Rights },
  actor: Actor,
) => Promise<Decision<CustomRole, AccessRefusal>>;

/** Makes a custom role of rights that its maker holds themselves, everywhere. */
export const makeRole =
  ({ unitOfWork, clock, ids }: Deps): MakeRole =>
  (wanted, actor) =>
    unlessNameTaken(() =>
      unitOfWork.run(async (tx) => {
        const role = { id: RoleId(ids.next()), ...wanted };
        const missing = missingFor(actor, role);
        if (missing) return refuse({ code: 'not-permitted', permission: missing });
        if (isBuiltIn(role.name)) return refuse({ code: 'name-taken' });
        await tx.roles.add(role, clock.now());
        await audited(tx, 'role-made', actor, { after: role });
        return accept(role);
      }),
    );

export type ReviseRole = (
  command: {
    readonly role: RoleName | RoleId;
    readonly name: string | undefined;
    readonly rights: Rights | undefined;
  },
  actor: Actor,
) => Promise<Decision<CustomRole, AccessRefusal>>;

/** Changes a custom role for everybody who holds it, at once. Neither before nor after may it be beyond who does so. */
export const reviseRole =
  ({
    unitOfWork,
    secondFactorRoles,
  }: Pick<Deps, 'unitOfWork'> & { readonly secondFactorRoles: readonly string[] }): ReviseRole =>
  (command, actor) =>
    unlessNameTaken(() =>
      onCustomRole(unitOfWork, command.role, actor, async (tx, before) => {
        const { name = before.name, rights = before.rights } = command;
        const after = { ...before, name, rights };
        const missing = missingFor(actor, after);
        if (missing) return refuse({ code: 'not-permitted', permission: missing });
        if (isBuiltIn(name)) return refuse({ code: 'name-taken' });
        // who holds it would not be asked for a second factor any more
        if (isNamedIn(secondFactorRoles, before) && !isNamedIn(secondFactorRoles, after))
          return refuse({ code: 'role-named-in-settings' });
        await tx.roles.replace(after);
        await audited(tx, 'role-changed', actor, { before, after });
        return accept(after);
      }),
    );

export type DeleteRole = (
  role: RoleName | RoleId,
  actor: Actor,
) => Promise<Decision<CustomRole, AccessRefusal>>;

/** Holders named when a role cannot be deleted. */
const namedHolders = 20;

/** Deletes a custom role that nobody holds. */
export const deleteRole =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): DeleteRole =>
  (id, actor) =>
    onCustomRole(unitOfWork, id, actor, async (tx, role) => {
      const holders = await tx.roles.holders(role.id, namedHolders);
      if (holders.length > 0) return refuse({ code: 'role-in-use', holders });
      await tx.roles.remove(role.id);
      await audited(tx, 'role-deleted', actor, { before: role });
      return accept(role);
    });

type RoleDecision = Decision<CustomRole, AccessRefusal>;

const onCustomRole = (
  unitOfWork: UnitOfWork,
  id: RoleName | RoleId,
  actor: Actor,
  work: (tx: Transaction, role: CustomRole) => Promise<RoleDecision>,
): Promise<RoleDecision> =>
  unitOfWork.run(async (tx) => {
    const role = isName(id) ? undefined : await tx.roles.hold(id);
    if (role === undefined && !isName(id)) return refuse({ code: 'not-found' });
    if (!holdsGlobally(actor, 'role:manage'))
      return refuse({ code: 'not-permitted', permission: 'role:manage' });
    if (role === undefined) return refuse({ code: 'role-built-in' });
    const missing = missingFor(actor, role);
    return missing ? refuse({ code: 'not-permitted', permission: missing }) : work(tx, role);
  });

const missingFor = (actor: Actor, role: CustomRole): Permission | undefined =>
  holdsGlobally(actor, 'role:manage') ? beyond(actor, { role, scope: { kind: 'global' } }) : 'role:manage';

const isName = (id: RoleName | RoleId): id is RoleName => roleNames.some((name) => name === id);

const isBuiltIn = (name: string): boolean => roleNames.some((known) => known === name.toLowerCase());

const audited = (
  tx: Transaction,
  action: 'role-made' | 'role-changed' | 'role-deleted',
  actor: Actor,
  { before, after }: { readonly before?: CustomRole; readonly after?: CustomRole },
): Promise<void> =>
  tx.audit.append({
    action,
    actor: actor.id,
    subject: { kind: 'role', id: (after ?? before)?.id ?? '' },
    ...(before && { before }),
    ...(after && { after }),
  });

const unlessNameTaken = async (work: () => Promise<RoleDecision>): Promise<RoleDecision> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NameTaken) return refuse({ code: 'name-taken' });
    throw error;
  }
};
