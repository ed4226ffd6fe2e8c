import type { ChangeMember, ListMembers } from '#application/access/members.ts';
import type { ReadOrganisation } from '#application/access/organisations.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { cursor, limit, userId, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';
import { organisationExists, organisationParams } from './organisation-routes.ts';

const memberParams = organisationParams.extend({
  userId: userId.openapi({ description: 'The id of a person.' }),
});

export type MemberRoutesDeps = {
  readonly readOrganisation: ReadOrganisation;
  readonly listMembers: ListMembers;
  readonly addMember: ChangeMember;
  readonly removeMember: ChangeMember;
  readonly cursors: Cursors;
};

/** Who belongs to an organisation. */
export const memberRoutes = (deps: MemberRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/organisations/{id}/members',
    operationId: 'listMembers',
    tag: 'Access',
    summary: 'List the members of an organisation, oldest account first',
    inputs: { params: organisationParams, query: z.strictObject({ limit, cursor }) },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(UserSchema), nextCursor: z.string().nullable() })
          .openapi('MemberList'),
      },
    },
    problems: ['not-permitted', 'invalid-cursor'],
    exists: organisationExists(deps),
    handle: async ({ params, query, caller }) => {
      if (!(await organisationExists(deps)({ params, caller }))) return raise({ code: 'not-found' });
      const bound = `members ${params.id} ${caller.actor.id}`;
      const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
      const wanted = { organisation: params.id, after, limit: query.limit };
      const listed = await deps.listMembers(wanted, caller.actor);
      if (!listed.ok) return raise(accessProblem(listed.refusal));
      const { items, next } = listed.outcome;
      const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
      return json(200, { items: items.map(presentUser), nextCursor });
    },
  }),
  signedInRoute({
    method: 'put',
    path: '/v1/organisations/{id}/members/{userId}',
    operationId: 'addMember',
    tag: 'Access',
    summary: 'Make somebody a member',
    description:
      'One belongs to one organisation at a time: whoever was a member of another is so no more. Tickets they raise from now on belong to this one.',
    inputs: { params: memberParams },
    answers: { 200: { description: 'The member.', schema: UserSchema } },
    problems: ['not-permitted'],
    exists: organisationExists(deps),
    handle: async ({ params, caller }) => {
      const added = await deps.addMember({ organisation: params.id, user: params.userId }, caller.actor);
      return added.ok ? json(200, presentUser(added.outcome)) : raise(accessProblem(added.refusal));
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/organisations/{id}/members/{userId}',
    operationId: 'removeMember',
    tag: 'Access',
    summary: 'End a membership',
    description: 'Tickets raised by then stay with the organisation. Whoever is no member stays none.',
    inputs: { params: memberParams },
    answers: { 204: { description: 'No member any more.' } },
    problems: ['not-permitted'],
    exists: organisationExists(deps),
    handle: async ({ params, caller }) => {
      const removed = await deps.removeMember({ organisation: params.id, user: params.userId }, caller.actor);
      return removed.ok ? empty(204) : raise(accessProblem(removed.refusal));
    },
  }),
];
