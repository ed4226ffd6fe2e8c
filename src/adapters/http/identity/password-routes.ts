import type { RequestPasswordReset } from '#application/identity/request-password-reset.ts';
import type { ResetPassword } from '#application/identity/reset-password.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { newPassword } from '../../wire/password.ts';
import { email, z } from '../../wire/schemas.ts';
import { empty, raise } from '../answer.ts';
import { openRoute, type Route } from '../route.ts';
import { accepted, acceptedShape } from './accepted.ts';
import { longestToken } from './session-routes.ts';

const PasswordResetSchema = z
  .strictObject({ token: z.string().min(1).max(longestToken), password: newPassword })
  .openapi('PasswordReset');

export type PasswordRoutesDeps = {
  readonly requestPasswordReset: RequestPasswordReset;
  readonly resetPassword: ResetPassword;
};

/** Setting a password by a mailed link. */
export const passwordRoutes = (deps: PasswordRoutesDeps): readonly Route[] => [
  openRoute({
    method: 'post',
    path: '/v1/auth/password-reset-requests',
    operationId: 'requestPasswordReset',
    tag: 'Identity',
    summary: 'Ask for a link to set a new password',
    description: 'Good once, for thirty minutes. An address gets five such mails in half an hour at most.',
    idempotent: 'apart',
    perNetwork: 'mail-address',
    inputs: { body: z.strictObject({ email }).openapi('PasswordResetRequest') },
    answers: { 202: acceptedShape },
    handle: async ({ body }) => {
      await deps.requestPasswordReset(body);
      return accepted();
    },
  }),
  openRoute({
    method: 'post',
    path: '/v1/auth/password-resets',
    operationId: 'resetPassword',
    tag: 'Identity',
    summary: 'Set a password with a mailed token',
    description: 'With the token of a reset or of an invitation. Every session of the account ends.',
    idempotent: 'apart',
    perNetwork: 'reset-address',
    inputs: { body: PasswordResetSchema },
    answers: { 204: { description: 'Set: sign in now.' } },
    problems: ['invalid-token'],
    handle: async ({ body, address, userAgent }) => {
      const reset = await deps.resetPassword({ ...body, address, userAgent });
      return reset.ok ? empty(204) : raise(identityProblem(reset.refusal));
    },
  }),
];
