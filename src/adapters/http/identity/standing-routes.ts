import type { ChangeUser } from '#application/identity/change-user.ts';
import type { ReadUser } from '#application/identity/read-user.ts';
import type { ResendInvitation } from '#application/identity/resend-invitation.ts';
import type { TakeSecondFactor } from '#application/identity/take-second-factor.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { externalId, personName, userId, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { empty, json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const UserChangeSchema = z
  .strictObject({
    firstName: personName.optional(),
    lastName: personName.optional(),
    externalId: externalId.nullable().optional().openapi({
      description: 'What they are called in your product; null when they are called nothing there any more.',
    }),
    status: z
      .enum(['active', 'suspended'])
      .optional()
      .openapi({ description: '`active` lets somebody who is suspended in again, as whatever they were.' }),
  })
  .refine((changes) => Object.keys(changes).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('UserChange', { example: { status: 'suspended' } });

const params = z.object({ id: userId.openapi({ description: 'The id of a person.' }) });

export type StandingRoutesDeps = {
  readonly changeUser: ChangeUser;
  readonly takeSecondFactor: TakeSecondFactor;
  readonly resendInvitation: ResendInvitation;
  readonly readUser: ReadUser;
};

/** What admins do about somebody's standing. */
export const standingRoutes = (deps: StandingRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'patch',
    path: '/v1/users/{id}',
    operationId: 'changeUser',
    tag: 'Users',
    summary: 'Rename, suspend or reactivate a person',
    description:
      'Suspending ends every session of theirs at once, with live connections and access tokens; they can neither sign in nor reset their password. Nobody suspends themselves, the last admin, or whoever holds rights beyond their own.',
    inputs: { params, body: UserChangeSchema },
    answers: { 200: { description: 'The person, as they now are.', schema: UserSchema } },
    problems: ['not-permitted', 'own-account', 'last-admin', 'not-suspended', 'external-id-taken'],
    exists: async ({ params, caller }) => (await deps.readUser(params.id, caller.actor)) !== undefined,
    handle: async ({ params, body, caller }) => {
      const { firstName, lastName, externalId, status } = body;
      const command = { id: params.id, firstName, lastName, externalId, status };
      const changed = await deps.changeUser(command, caller.actor);
      return changed.ok ? json(200, presentUser(changed.outcome)) : raise(identityProblem(changed.refusal));
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/users/{id}/totp',
    operationId: 'takeSecondFactor',
    tag: 'Users',
    summary: 'Turn the second factor of a person off who lost it',
    description:
      'Recovery codes go as well, every session of theirs ends, and they are told by mail: be sure who asks you for it. Nobody does it to themselves, or to whoever holds rights beyond their own.',
    inputs: { params },
    answers: { 204: { description: 'Off: signing in takes the password alone.' } },
    problems: ['not-permitted', 'own-account', 'no-second-factor'],
    exists: async ({ params, caller }) => (await deps.readUser(params.id, caller.actor)) !== undefined,
    handle: async ({ params, caller }) => {
      const taken = await deps.takeSecondFactor(params.id, caller.actor);
      return taken.ok ? empty(204) : raise(identityProblem(taken.refusal));
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/users/{id}/invitation',
    operationId: 'resendInvitation',
    tag: 'Users',
    summary: 'Mail somebody’s invitation again',
    description: 'With another link, good once, for seven days; those mailed before are worthless then.',
    idempotent: 'apart',
    inputs: { params },
    answers: { 204: { description: 'Mailed.' } },
    problems: ['not-permitted', 'not-invited', 'too-many-requests'],
    exists: async ({ params, caller }) => (await deps.readUser(params.id, caller.actor)) !== undefined,
    handle: async ({ params, caller }) => {
      const resent = await deps.resendInvitation(params.id, caller.actor);
      return resent.ok ? empty(204) : raise(identityProblem(resent.refusal));
    },
  }),
];
