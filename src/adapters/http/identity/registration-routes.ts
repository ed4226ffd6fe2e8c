import type { Register } from '#application/identity/register.ts';
import type { SendVerificationCode } from '#application/identity/send-verification-code.ts';
import type { VerifyEmail } from '#application/identity/verify-email.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { newPassword } from '../../wire/password.ts';
import { email, personName, z } from '../../wire/schemas.ts';
import { empty, raise } from '../answer.ts';
import { openRoute, type Route } from '../route.ts';
import { accepted, acceptedShape } from './accepted.ts';

const RegistrationSchema = z
  .strictObject({ email, password: newPassword, firstName: personName, lastName: personName })
  .openapi('Registration', {
    example: {
      email: 'carla@example.org',
      password: 'correct horse battery staple',
      firstName: 'Carla',
      lastName: 'Example',
    },
  });

const EmailProofSchema = z
  .strictObject({
    email,
    code: z
      .string()
      .regex(/^[0-9]{6}$/, 'must be six digits')
      .openapi({ example: '123456' }),
  })
  .openapi('EmailProof');

export type RegistrationRoutesDeps = {
  readonly register: Register;
  readonly verifyEmail: VerifyEmail;
  readonly sendVerificationCode: SendVerificationCode;
};

/** Becoming somebody: registering and proving an address. */
export const registrationRoutes = (deps: RegistrationRoutesDeps): readonly Route[] => [
  openRoute({
    method: 'post',
    path: '/v1/auth/register',
    operationId: 'register',
    tag: 'Identity',
    summary: 'Register with an email address and a password',
    description:
      'Mails a six-digit code, good for ten minutes. An address gets five such mails an hour at most from one network, ten from all together; further ones are accepted and not sent.',
    idempotent: 'apart',
    perNetwork: 'register-address',
    inputs: { body: RegistrationSchema },
    answers: { 202: acceptedShape },
    handle: async ({ body, address }) => {
      const registered = await deps.register({ ...body, address });
      return registered.ok ? accepted() : raise(identityProblem(registered.refusal));
    },
  }),
  openRoute({
    method: 'post',
    path: '/v1/auth/verify-email',
    operationId: 'verifyEmail',
    tag: 'Identity',
    summary: 'Prove an address by the mailed code',
    description:
      'Five wrong codes from one network end trying from there for an hour; thirty from wherever make every code mailed so far worthless.',
    idempotent: 'apart',
    perNetwork: 'code-address',
    inputs: { body: EmailProofSchema },
    answers: { 204: { description: 'Proven: sign in now.' } },
    problems: ['invalid-code'],
    handle: async ({ body, address }) => {
      const verified = await deps.verifyEmail({ ...body, address });
      return verified.ok ? empty(204) : raise(identityProblem(verified.refusal));
    },
  }),
  openRoute({
    method: 'post',
    path: '/v1/auth/verification-codes',
    operationId: 'sendVerificationCode',
    tag: 'Identity',
    summary: 'Ask for another code',
    description:
      'The code mailed before is worthless then. When the address was registered more than once, a link to set a password comes in its place, which proves the address as well.',
    idempotent: 'apart',
    perNetwork: 'mail-address',
    inputs: { body: z.strictObject({ email }).openapi('CodeRequest') },
    answers: { 202: acceptedShape },
    handle: async ({ body, address }) => {
      await deps.sendVerificationCode({ ...body, address });
      return accepted();
    },
  }),
];
