import { availabilities, rolesOf, type User, userKinds, userStatuses } from '#domain/identity/user.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const UserSchema = z
  .object({
    id: shownId,
    externalId: z.string().nullable().openapi({ description: 'What they are called in your product.' }),
    kind: z
      .enum(userKinds)
      .openapi({ description: 'A service account is a program, with nobody behind it.' }),
    email: z.string().openapi({ format: 'email' }),
    firstName: z.string(),
    lastName: z.string(),
    roles: z
      .array(z.string())
      .openapi({ description: 'The built-in ones first, the most powerful before the others.' }),
    organisationId: shownId.nullable().openapi({ description: 'The one they are a member of.' }),
    status: z.enum(userStatuses),
    availability: z
      .enum(availabilities)
      .openapi({ description: 'Who is away is given no ticket automatically.' }),
    createdAt: shownMoment,
  })
  .openapi('User');

/** A user as shown to themselves and to staff; never to another customer. */
export const presentUser = (user: User) => ({
  id: user.id,
  externalId: user.externalId ?? null,
  kind: user.kind ?? 'person',
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  roles: rolesOf(user.grants),
  organisationId: user.organisation ?? null,
  status: user.status,
  availability: user.availability ?? 'available',
  createdAt: user.createdAt,
});
