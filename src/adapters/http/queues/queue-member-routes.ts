import type { ListQueueMembers, RemoveQueueMember, SetQueueMember } from '#application/queues/members.ts';
import type { ReadQueue } from '#application/queues/revise-queue.ts';
import type { Member } from '#domain/queues/member.ts';
import type { QueueId } from '#domain/shared/ids.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { roleKey, roleRef } from '../../wire/role.ts';
import { cursor, limit, queueId, userId, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const MemberSchema = z
  .object({
    user: UserSchema,
    roles: z
      .array(z.string())
      .openapi({ description: 'In this queue: built-in roles by name, others by id.' }),
  })
  .openapi('QueueMember');

const present = ({ user, roles }: Member) => ({ user: presentUser(user), roles: roles.map(roleKey) });

const params = z.object({ id: queueId.openapi({ description: 'The id of a queue.' }) });
const memberParams = params.extend({ userId: userId.openapi({ description: 'The id of a person.' }) });

export type QueueMemberRoutesDeps = {
  readonly readQueue: ReadQueue;
  readonly listQueueMembers: ListQueueMembers;
  readonly setQueueMember: SetQueueMember;
  readonly removeQueueMember: RemoveQueueMember;
  readonly cursors: Cursors;
};

/** Who works a queue. */
export const queueMemberRoutes = (deps: QueueMemberRoutesDeps): readonly Route[] => {
  const exists = async ({ params: { id }, caller }: Named<{ readonly id: QueueId }>): Promise<boolean> =>
    (await deps.readQueue(id, caller.actor)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/queues/{id}/members',
      operationId: 'listQueueMembers',
      tag: 'Queues',
      summary: 'List the members of a queue, oldest account first',
      description:
        'Whoever was granted a role within it. Who holds one everywhere, as admins do, is no member.',
      inputs: { params, query: z.strictObject({ limit, cursor }) },
      answers: {
        200: {
          description: 'A page.',
          schema: z
            .object({ items: z.array(MemberSchema), nextCursor: z.string().nullable() })
            .openapi('QueueMemberList'),
        },
      },
      problems: ['not-permitted', 'invalid-cursor'],
      exists,
      handle: async ({ params: { id }, query, caller }) => {
        const bound = `queue members ${id} ${caller.actor.id}`;
        const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
        const wanted = { queue: id, after, limit: query.limit };
        const listed = await deps.listQueueMembers(wanted, caller.actor);
        if (!listed.ok) return raise(accessProblem(listed.refusal));
        const { items, next } = listed.outcome;
        const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
        return json(200, { items: items.map(present), nextCursor });
      },
    }),
    signedInRoute({
      method: 'put',
      path: '/v1/queues/{id}/members/{userId}',
      operationId: 'setQueueMember',
      tag: 'Queues',
      summary: 'Make somebody a member of a queue',
      description:
        'In this role and no other; it counts from their next request on. Nobody gives or takes what they do not hold themselves in that queue.',
      inputs: {
        params: memberParams,
        body: z.strictObject({ role: roleRef }).openapi('Membership', { example: { role: 'agent' } }),
      },
      answers: { 200: { description: 'The member.', schema: MemberSchema } },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id, userId: user }, body, caller }) => {
        const set = await deps.setQueueMember({ queue: id, user, role: body.role }, caller.actor);
        return set.ok ? json(200, present(set.outcome)) : raise(accessProblem(set.refusal));
      },
    }),
    signedInRoute({
      method: 'delete',
      path: '/v1/queues/{id}/members/{userId}',
      operationId: 'removeQueueMember',
      tag: 'Queues',
      summary: 'Take somebody out of a queue',
      description:
        'Tickets they hold stay theirs until a lead releases them. Whoever is no member stays none.',
      inputs: { params: memberParams },
      answers: { 204: { description: 'No member any more.' } },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id, userId: user }, caller }) => {
        const removed = await deps.removeQueueMember({ queue: id, user }, caller.actor);
        return removed.ok ? empty(204) : raise(accessProblem(removed.refusal));
      },
    }),
  ];
};
