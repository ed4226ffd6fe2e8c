import type { GiveGrant, ListGrants, TakeGrant } from '#application/access/grants.ts';
import type { ReadUser } from '#application/identity/read-user.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { GrantSchema, grantId, presentGrant, scope } from '../../wire/grant.ts';
import { roleRef } from '../../wire/role.ts';
import { userId, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const NewGrantSchema = z.strictObject({ role: roleRef, scope }).openapi('NewGrant', {
  example: { role: 'agent', scope: 'queue:01957b3e-9c00-7a10-8f10-6d1f0c3a5e01' },
});

const params = z.object({ id: userId.openapi({ description: 'The id of a person.' }) });

export type GrantRoutesDeps = {
  readonly readUser: ReadUser;
  readonly listGrants: ListGrants;
  readonly giveGrant: GiveGrant;
  readonly takeGrant: TakeGrant;
};

/** What people were granted. */
export const grantRoutes = (deps: GrantRoutesDeps): readonly Route[] => {
  const exists = async ({ params: { id }, caller }: Named<z.output<typeof params>>): Promise<boolean> =>
    (await deps.readUser(id, caller.actor)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/users/{id}/grants',
      operationId: 'listGrants',
      tag: 'Access',
      summary: 'List what somebody was granted',
      description: 'For those who give grants, and for oneself.',
      inputs: { params },
      answers: {
        200: {
          description: 'All of them.',
          schema: z.object({ items: z.array(GrantSchema), nextCursor: z.null() }).openapi('GrantList'),
        },
      },
      problems: ['not-permitted'],
      exists,
      handle: async (named) => {
        if (!(await exists(named))) return raise({ code: 'not-found' });
        const listed = await deps.listGrants(named.params.id, named.caller.actor);
        return listed.ok
          ? json(200, { items: listed.outcome.map(presentGrant), nextCursor: null })
          : raise(accessProblem(listed.refusal));
      },
    }),
    signedInRoute({
      method: 'post',
      path: '/v1/users/{id}/grants',
      operationId: 'giveGrant',
      tag: 'Access',
      summary: 'Give somebody a role within a scope',
      description:
        'Counts from their next request on. Nobody gives what they do not hold themselves in that scope: `not-permitted` names the permission they lack.',
      idempotent: true,
      inputs: { params, body: NewGrantSchema },
      answers: {
        201: { description: 'Given.', schema: GrantSchema, headers: { Location: 'Where it is.' } },
      },
      problems: ['not-permitted', 'already-granted'],
      exists,
      handle: async ({ params: { id }, body, caller }) => {
        if (!(await exists({ params: { id }, caller }))) return raise({ code: 'not-found' });
        const given = await deps.giveGrant({ user: id, ...body }, caller.actor);
        if (!given.ok) return raise(accessProblem(given.refusal));
        const location = `/v1/users/${id}/grants/${grantId(given.outcome)}`;
        return json(201, presentGrant(given.outcome), { location });
      },
    }),
    signedInRoute({
      method: 'delete',
      path: '/v1/users/{id}/grants/{grantId}',
      operationId: 'takeGrant',
      tag: 'Access',
      summary: 'Take a grant away',
      description: 'Counts from their next request on. The last admin stays one: `last-admin`.',
      inputs: {
        params: params.extend({
          grantId: z.string().openapi({
            description: 'The id of a grant, as the list of grants names it.',
            example: 'agent@queue:01957b3e-9c00-7a10-8f10-6d1f0c3a5e01',
          }),
        }),
      },
      answers: { 204: { description: 'Taken.' } },
      problems: ['not-permitted', 'last-admin'],
      exists,
      handle: async ({ params: { id, grantId: name }, caller }) => {
        if (!(await exists({ params: { id }, caller }))) return raise({ code: 'not-found' });
        const listed = await deps.listGrants(id, caller.actor);
        if (!listed.ok) return raise(accessProblem(listed.refusal));
        const grant = listed.outcome.find((one) => grantId(one) === name);
        if (grant === undefined) return raise({ code: 'not-found' });
        const taken = await deps.takeGrant({ user: id, grant }, caller.actor);
        return taken.ok ? empty(204) : raise(accessProblem(taken.refusal));
      },
    }),
  ];
};
