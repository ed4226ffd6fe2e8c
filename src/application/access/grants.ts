import type { Actor, Grant } from '#domain/access/actor.ts';
import { beyond } from '#domain/access/delegation.ts';
import type { Permission } from '#domain/access/permissions.ts';
import { holds, mayWithin } from '#domain/access/policy.ts';
import type { AccessRefusal } from '#domain/access/refusal.ts';
import { type Role, type RoleName, roleNames } from '#domain/access/roles.ts';
import { type Scope, sameScope } from '#domain/access/scope.ts';
import type { User } from '#domain/identity/user.ts';
import { accept, type Decision, refuse } from '#domain/shared/decision.ts';
import type { RoleId, UserId } from '#domain/shared/ids.ts';
import type { Principals } from '../ports/principals.ts';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work.ts';
import { isLastAdmin } from './last-admin.ts';

type Deps = { readonly unitOfWork: UnitOfWork; readonly principals: Principals };

export type ListGrants = (user: UserId, actor: Actor) => Promise<Decision<readonly Grant[], AccessRefusal>>;

/** What somebody was granted, for themselves and for those who may give grants. */
export const listGrants =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListGrants =>
  async (id, actor) => {
    const user = await unitOfWork.run((tx) => tx.users.find(id));
    if (user === undefined) return refuse({ code: 'not-found' });
    return id === actor.id || holds(actor, 'grant:manage') ? accept(user.grants) : forbidden('grant:manage');
  };

export type GiveGrant = (
  command: { readonly user: UserId; readonly role: RoleName | RoleId; readonly scope: Scope },
  actor: Actor,
) => Promise<Decision<Grant, AccessRefusal>>;

/** Gives somebody a role within a scope, if whoever gives it may, and holds all of it there themselves. */
export const giveGrant =
  (deps: Deps): GiveGrant =>
  (command, actor) =>
    onUser(deps, command.user, async (tx, user) => {
      const { scope } = command;
      if (!holds(actor, 'grant:manage')) return forbidden('grant:manage');
      const role = await roleNamed(tx, command.role);
      if (role === undefined) return refuse({ code: 'unknown-role' });
      if (!(await isThere(tx, scope))) return refuse({ code: 'unknown-scope' });
      const grant: Grant = { role, scope };
      const missing = missingFor(actor, grant);
      if (missing) return forbidden(missing);
      if (user.grants.some(same(grant))) return refuse({ code: 'already-granted' });
      await tx.users.replace({ ...user, grants: [...user.grants, grant] });
      await grantAudited(tx, 'grant-given', actor, { user, grant });
      return accept(grant);
    });

export type TakeGrant = (
  command: { readonly user: UserId; readonly grant: Grant },
  actor: Actor,
) => Promise<Decision<Grant, AccessRefusal>>;

/** Takes a grant away again: from nobody who would be the last admin, and nothing beyond whoever takes it. */
export const takeGrant =
  (deps: Deps): TakeGrant =>
  ({ user: id, grant }, actor) =>
    onUser(deps, id, async (tx, user) => {
      if (!user.grants.some(same(grant))) return refuse({ code: 'not-found' });
      const missing = missingFor(actor, grant);
      if (missing) return forbidden(missing);
      if (isGlobalAdmin(grant) && (await isLastAdmin(tx, id))) return refuse({ code: 'last-admin' });
      await tx.users.replace({ ...user, grants: user.grants.filter((one) => !same(grant)(one)) });
      await grantAudited(tx, 'grant-taken', actor, { user, grant });
      return accept(grant);
    });

/** Whether two grants of one user are the same one. */
export const same =
  ({ role, scope }: Grant) =>
  (other: Grant): boolean =>
    keyOf(other.role) === keyOf(role) && sameScope(other.scope, scope);

const keyOf = (role: Role): string => (typeof role === 'string' ? role : role.id);

const isGlobalAdmin = ({ role, scope }: Grant): boolean => role === 'admin' && scope.kind === 'global';

const forbidden = (permission: Permission): Decision<never, AccessRefusal> =>
  refuse({ code: 'not-permitted', permission });

/** The first permission that somebody lacks to give or take a grant. */
export const missingFor = (actor: Actor, grant: Grant): Permission | undefined =>
  mayWithin(actor, 'grant:manage', grant.scope) ? beyond(actor, grant) : 'grant:manage';

const onUser = async (
  { unitOfWork, principals }: Deps,
  id: UserId,
  work: (tx: Transaction, user: User) => Promise<Decision<Grant, AccessRefusal>>,
): Promise<Decision<Grant, AccessRefusal>> => {
  const decision = await unitOfWork.run(async (tx) => {
    const user = await tx.users.hold(id);
    return user === undefined || user.status === 'erased'
      ? refuse({ code: 'not-found' } as const)
      : work(tx, user);
  });
  if (decision.ok) principals.forgetUser(id);
  return decision;
};

/** The role of this name, or the custom one of this id. */
export const roleNamed = async (tx: Transaction, named: RoleName | RoleId): Promise<Role | undefined> =>
  roleNames.find((name) => name === named) ?? tx.roles.hold(named as RoleId);

const isThere = async (tx: Transaction, scope: Scope): Promise<boolean> => {
  switch (scope.kind) {
    case 'global':
      return true;
    case 'queue':
      return (await tx.queues.find(scope.queue)) !== undefined;
    case 'organisation':
      return (await tx.organisations.hold(scope.organisation)) !== undefined;
  }
};

/** Tells the audit of a grant that was given or taken. */
export const grantAudited = (
  tx: Transaction,
  action: 'grant-given' | 'grant-taken',
  actor: Actor,
  { user, grant }: { readonly user: User; readonly grant: Grant },
): Promise<void> =>
  tx.audit.append({
    action,
    actor: actor.id,
    subject: { kind: 'user', id: user.id },
    [action === 'grant-given' ? 'after' : 'before']: {
      role: keyOf(grant.role),
      ...(typeof grant.role === 'string' ? {} : { name: grant.role.name }),
      scope: grant.scope,
    },
  });
