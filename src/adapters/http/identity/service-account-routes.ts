import type { MakeServiceAccount } from '#application/identity/service-accounts.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { externalId, personName, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const AccountSchema = z
  .strictObject({ name: personName, externalId: externalId.optional() })
  .openapi('NewServiceAccount', { example: { name: 'Shop backend' } });

export type ServiceAccountRoutesDeps = {
  readonly makeServiceAccount: MakeServiceAccount;
};

/** The accounts that the host product's programs have. */
export const serviceAccountRoutes = (deps: ServiceAccountRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/service-accounts',
    operationId: 'makeServiceAccount',
    tag: 'Embedding',
    summary: 'Make an account for a program',
    description:
      'It has no password and gets no mail. Grants, suspension and its externalId are those of any other user.',
    idempotent: true,
    inputs: { body: AccountSchema },
    answers: { 201: { description: 'Made.', schema: UserSchema, headers: { Location: 'Where it is.' } } },
    problems: ['not-permitted', 'external-id-taken'],
    handle: async ({ body, caller }) => {
      const { name, externalId } = body;
      const made = await deps.makeServiceAccount({ name, externalId }, caller.actor);
      if (!made.ok) return raise(identityProblem(made.refusal));
      return json(201, presentUser(made.outcome), { location: `/v1/users/${made.outcome.id}` });
    },
  }),
];
