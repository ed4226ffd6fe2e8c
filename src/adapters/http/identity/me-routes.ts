import type { RenameMyself } from '#application/identity/rename-myself.ts';
import { personName, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const NamesSchema = z
  .strictObject({ firstName: personName.optional(), lastName: personName.optional() })
  .refine((names) => Object.keys(names).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('Names');

/** Whoever asks, about themselves. */
export const meRoutes = (deps: { readonly renameMyself: RenameMyself }): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/me',
    operationId: 'readMe',
    tag: 'Identity',
    summary: 'Read who one is',
    whileEnrolling: true,
    inputs: {},
    answers: { 200: { description: 'You.', schema: UserSchema } },
    handle: async ({ caller }) => json(200, presentUser(caller.user)),
  }),
  signedInRoute({
    method: 'patch',
    path: '/v1/me',
    operationId: 'renameMyself',
    tag: 'Identity',
    summary: 'Change one’s own names',
    inPerson: true,
    inputs: { body: NamesSchema },
    answers: { 200: { description: 'You, as you now are.', schema: UserSchema } },
    handle: async ({ body, caller }) => {
      const { firstName, lastName } = body;
      const user = await deps.renameMyself({ firstName, lastName }, caller.actor);
      return user ? json(200, presentUser(user)) : raise({ code: 'unauthenticated' });
    },
  }),
];
