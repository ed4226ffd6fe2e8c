import type { InviteUser } from '#application/identity/invite-user.ts';
import type { ListUsers } from '#application/identity/list-users.ts';
import type { ReadUser } from '#application/identity/read-user.ts';
import { roleNames } from '#domain/access/roles.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { cursor, email, externalId, limit, personName, queueId, userId, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

const InvitationSchema = z
  .strictObject({
    email,
    firstName: personName,
    lastName: personName,
    role: z.enum(roleNames),
    externalId: externalId.optional().openapi({ description: 'What they are called in your product.' }),
    queueIds: z
      .array(queueId)
      .max(100)
      .optional()
      .openapi({ description: 'Where an agent or a lead works; the queue Support when none is named.' }),
  })
  .openapi('Invitation', {
    example: { email: 'ben@example.org', firstName: 'Ben', lastName: 'Example', role: 'agent' },
  });

export type UserRoutesDeps = {
  readonly inviteUser: InviteUser;
  readonly listUsers: ListUsers;
  readonly readUser: ReadUser;
  readonly cursors: Cursors;
};

/** Managing people. */
export const userRoutes = (deps: UserRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/users',
    operationId: 'inviteUser',
    tag: 'Users',
    summary: 'Invite somebody, with a role',
    description: 'Mails a link to choose a password, good once, for seven days.',
    idempotent: true,
    inputs: { body: InvitationSchema },
    answers: {
      201: { description: 'Invited.', schema: UserSchema, headers: { Location: 'Where they are.' } },
    },
    problems: ['not-permitted', 'email-taken', 'external-id-taken'],
    handle: async ({ body, caller }) => {
      const { queueIds: queues, ...person } = body;
      const invited = await deps.inviteUser({ ...person, queues }, caller.actor);
      if (!invited.ok) return raise(identityProblem(invited.refusal));
      return json(201, presentUser(invited.outcome), { location: `/v1/users/${invited.outcome.id}` });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/users/{id}',
    operationId: 'readUser',
    tag: 'Users',
    summary: 'Read a person',
    description: 'For staff, and for oneself.',
    inputs: { params: z.object({ id: userId.openapi({ description: 'The id of a person.' }) }) },
    answers: { 200: { description: 'The person.', schema: UserSchema } },
    exists: async ({ params, caller }) => (await deps.readUser(params.id, caller.actor)) !== undefined,
    handle: async ({ params, caller }) => {
      const user = await deps.readUser(params.id, caller.actor);
      return user ? json(200, presentUser(user)) : raise({ code: 'not-found' });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/users',
    operationId: 'listUsers',
    tag: 'Users',
    summary: 'List people, oldest account first',
    inputs: {
      query: z.strictObject({
        externalId: externalId
          .optional()
          .openapi({ description: 'Only whoever is called so in your product, byte for byte.' }),
        limit,
        cursor,
      }),
    },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(UserSchema), nextCursor: z.string().nullable() })
          .openapi('UserList'),
      },
    },
    problems: ['not-permitted', 'invalid-cursor'],
    handle: async ({ query, caller }) => {
      const { externalId } = query;
      const bound = `users ${caller.actor.id} ${externalId ?? ''}`;
      const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
      const listed = await deps.listUsers({ after, limit: query.limit, externalId }, caller.actor);
      if (!listed.ok) return raise(identityProblem(listed.refusal));
      const { items, next } = listed.outcome;
      const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
      return json(200, { items: items.map(presentUser), nextCursor });
    },
  }),
];
