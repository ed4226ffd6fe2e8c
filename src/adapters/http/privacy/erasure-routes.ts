import type { ReadUser } from '#application/identity/read-user.ts';
import type { EraseMyself } from '#application/privacy/erase-myself.ts';
import type { ErasePerson } from '#application/privacy/erase-person.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { userId, z } from '../../wire/schemas.ts';
import { empty, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const ProofSchema = z
  .strictObject({
    password: z.string().max(1024).optional().openapi({
      description: 'One’s password. Who has none must have signed in within the last ten minutes.',
    }),
  })
  .openapi('ErasureProof', { example: { password: 'correct horse battery staple' } });

const whatGoes =
  'Name, address and every way in are gone with the answer, what they wrote and the subjects of their tickets within moments; a pseudonym stays, with all times and counts. There is no way back.';

export type ErasureRoutesDeps = {
  readonly eraseMyself: EraseMyself;
  readonly erasePerson: ErasePerson;
  readonly readUser: ReadUser;
};

/** Erasing people. */
export const erasureRoutes = (deps: ErasureRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'delete',
    path: '/v1/me',
    operationId: 'eraseMyself',
    tag: 'Privacy',
    summary: 'Have oneself erased',
    inPerson: true,
    description: whatGoes,
    inputs: { body: ProofSchema },
    answers: { 204: { description: 'Erased; the token is worth nothing any more.' } },
    problems: ['wrong-password', 'last-admin'],
    handle: async ({ body, caller }) => {
      const erased = await deps.eraseMyself({ password: body.password }, caller);
      return erased.ok ? empty(204) : raise(identityProblem(erased.refusal));
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/users/{id}',
    operationId: 'eraseUser',
    tag: 'Privacy',
    summary: 'Erase somebody',
    description: `For those who hold \`user:erase\`. ${whatGoes}`,
    inputs: { params: z.object({ id: userId.openapi({ description: 'The id of a person.' }) }) },
    answers: { 204: { description: 'Erased.' } },
    problems: ['not-permitted', 'own-account', 'last-admin'],
    exists: async ({ params, caller }) => (await deps.readUser(params.id, caller.actor)) !== undefined,
    handle: async ({ params, caller }) => {
      if ((await deps.readUser(params.id, caller.actor)) === undefined) return raise({ code: 'not-found' });
      const erased = await deps.erasePerson(params.id, caller.actor);
      return erased.ok ? empty(204) : raise(identityProblem(erased.refusal));
    },
  }),
];
