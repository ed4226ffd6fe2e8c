import type { ChangeMyself } from '#application/identity/change-myself.ts';
import { availabilities } from '#domain/identity/user.ts';
import { personName, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const ChangeOfMeSchema = z
  .strictObject({
    firstName: personName.optional(),
    lastName: personName.optional(),
    availability: z.enum(availabilities).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('ChangeOfMe', { example: { availability: 'away' } });

/** Whoever asks, about themselves. */
export const meRoutes = (deps: { readonly changeMyself: ChangeMyself }): readonly Route[] => [
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
    operationId: 'changeMyself',
    tag: 'Identity',
    summary: 'Change one’s own names, or be away',
    description:
      'Whoever is away is given no ticket automatically until they are available again; what they hold, they keep.',
    inPerson: true,
    inputs: { body: ChangeOfMeSchema },
    answers: { 200: { description: 'You, as you now are.', schema: UserSchema } },
    handle: async ({ body, caller }) => {
      const { firstName, lastName, availability } = body;
      const user = await deps.changeMyself({ firstName, lastName, availability }, caller.actor);
      return user ? json(200, presentUser(user)) : raise({ code: 'unauthenticated' });
    },
  }),
];
