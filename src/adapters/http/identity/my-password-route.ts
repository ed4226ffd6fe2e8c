import type { ChangePassword } from '#application/identity/change-password.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { givenPassword, newPassword } from '../../wire/password.ts';
import { z } from '../../wire/schemas.ts';
import { empty, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const PasswordChangeSchema = z
  .strictObject({ currentPassword: givenPassword, newPassword })
  .openapi('PasswordChange', {
    example: {
      currentPassword: 'correct horse battery staple',
      newPassword: 'a tram full of quiet geese',
    },
  });

/** Whoever asks, about their own password. */
export const myPasswordRoute = (deps: { readonly changePassword: ChangePassword }): Route =>
  signedInRoute({
    method: 'post',
    path: '/v1/me/password',
    operationId: 'changePassword',
    tag: 'Identity',
    summary: 'Change one’s own password',
    description:
      'Takes the current one. Every other session ends at once, with its live connections; this one goes on. Its owner is told by mail.',
    idempotent: 'apart',
    inPerson: true,
    inputs: { body: PasswordChangeSchema },
    answers: { 204: { description: 'Changed.' } },
    problems: ['wrong-password'],
    handle: async ({ body, caller }) => {
      const changed = await deps.changePassword(body, caller);
      return changed.ok ? empty(204) : raise(identityProblem(changed.refusal, 'newPassword'));
    },
  });
