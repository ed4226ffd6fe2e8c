import type { DeleteRole, ListRoles, MakeRole, ReviseRole } from '#application/access/roles.ts';
import type { Role, RoleName } from '#domain/access/roles.ts';
import type { RoleId } from '#domain/shared/ids.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { presentRole, RoleSchema, rights, roleKey, roleRef } from '../../wire/role.ts';
import { shownName, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const roleName = shownName({ min: 1, max: 100 });

const NewRoleSchema = z
  .strictObject({ name: roleName, permissions: rights })
  .openapi('NewRole', { example: { name: 'Auditor', permissions: ['ticket:read', 'ticket:read-internal'] } });

const RoleRevisionSchema = z
  .strictObject({ name: roleName.optional(), permissions: rights.optional() })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('RoleRevision', { example: { permissions: ['ticket:read', 'ticket:reply:assigned'] } });

const params = z.object({ id: roleRef });

export type RoleRoutesDeps = {
  readonly listRoles: ListRoles;
  readonly makeRole: MakeRole;
  readonly reviseRole: ReviseRole;
  readonly deleteRole: DeleteRole;
};

/** The role a path names, as far as its caller may see it. */
const seen = async (
  { listRoles }: RoleRoutesDeps,
  { params, caller }: Named<{ readonly id: RoleName | RoleId }>,
): Promise<Role | undefined> => {
  const roles = await listRoles(caller.actor);
  return roles.ok ? roles.outcome.find((role) => roleKey(role) === params.id) : undefined;
};

/** Built-in and custom roles. */
export const roleRoutes = (deps: RoleRoutesDeps): readonly Route[] => {
  const exists = async (named: Named<z.output<typeof params>>): Promise<boolean> =>
    (await seen(deps, named)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/roles',
      operationId: 'listRoles',
      tag: 'Access',
      summary: 'List the roles',
      inputs: {},
      answers: {
        200: {
          description: 'All of them: the built-in ones first, then the custom ones by name.',
          schema: z.object({ items: z.array(RoleSchema), nextCursor: z.null() }).openapi('RoleList'),
        },
      },
      problems: ['not-permitted'],
      handle: async ({ caller }) => {
        const roles = await deps.listRoles(caller.actor);
        return roles.ok
          ? json(200, { items: roles.outcome.map(presentRole), nextCursor: null })
          : raise(accessProblem(roles.refusal));
      },
    }),
    signedInRoute({
      method: 'post',
      path: '/v1/roles',
      operationId: 'makeRole',
      tag: 'Access',
      summary: 'Make a custom role',
      description: 'Of permissions that its maker holds themselves over the whole installation.',
      idempotent: true,
      inputs: { body: NewRoleSchema },
      answers: { 201: { description: 'Made.', schema: RoleSchema, headers: { Location: 'Where it is.' } } },
      problems: ['not-permitted', 'name-taken'],
      handle: async ({ body, caller }) => {
        const made = await deps.makeRole({ name: body.name, rights: body.permissions }, caller.actor);
        if (!made.ok) return raise(accessProblem(made.refusal));
        return json(201, presentRole(made.outcome), { location: `/v1/roles/${made.outcome.id}` });
      },
    }),
    signedInRoute({
      method: 'get',
      path: '/v1/roles/{id}',
      operationId: 'readRole',
      tag: 'Access',
      summary: 'Read a role',
      inputs: { params },
      answers: { 200: { description: 'The role.', schema: RoleSchema } },
      exists,
      handle: async (named) => {
        const role = await seen(deps, named);
        return role ? json(200, presentRole(role)) : raise({ code: 'not-found' });
      },
    }),
    signedInRoute({
      method: 'patch',
      path: '/v1/roles/{id}',
      operationId: 'reviseRole',
      tag: 'Access',
      summary: 'Change a custom role',
      description: 'For everybody who holds it, from their next request on.',
      inputs: { params, body: RoleRevisionSchema },
      answers: { 200: { description: 'The role as it now is.', schema: RoleSchema } },
      problems: ['not-permitted', 'name-taken', 'role-built-in', 'role-named-in-settings'],
      exists,
      handle: async ({ params, body, caller }) => {
        if ((await seen(deps, { params, caller })) === undefined) return raise({ code: 'not-found' });
        const command = { role: params.id, name: body.name, rights: body.permissions };
        const revised = await deps.reviseRole(command, caller.actor);
        return revised.ok ? json(200, presentRole(revised.outcome)) : raise(accessProblem(revised.refusal));
      },
    }),
    signedInRoute({
      method: 'delete',
      path: '/v1/roles/{id}',
      operationId: 'deleteRole',
      tag: 'Access',
      summary: 'Delete a custom role that nobody holds',
      description: 'While somebody does: `role-in-use` with some of the `holders`.',
      inputs: { params },
      answers: { 204: { description: 'Deleted.' } },
      problems: ['not-permitted', 'role-built-in', 'role-in-use'],
      exists,
      handle: async ({ params, caller }) => {
        if ((await seen(deps, { params, caller })) === undefined) return raise({ code: 'not-found' });
        const deleted = await deps.deleteRole(params.id, caller.actor);
        return deleted.ok ? empty(204) : raise(accessProblem(deleted.refusal));
      },
    }),
  ];
};
