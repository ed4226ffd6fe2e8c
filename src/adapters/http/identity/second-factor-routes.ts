import type {
  ActivateSecondFactor,
  BeginSecondFactor,
  ReadMySecondFactor,
  RemoveSecondFactor,
  RenewRecoveryCodes,
} from '#application/identity/my-second-factor.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { givenPassword } from '../../wire/password.ts';
import { z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';
import { oneTimeCode } from './session-routes.ts';

const EnrolmentSchema = z
  .object({
    secret: z.string().openapi({ description: 'In base32, for those who type it in.' }),
    otpauthUri: z.string().openapi({ description: 'For an app on the same device.' }),
    qrCode: z.string().openapi({ description: 'The same as an SVG picture, to scan: a `data:` URI.' }),
  })
  .openapi('SecondFactorEnrolment');

const RecoveryCodesSchema = z
  .object({
    recoveryCodes: z.array(z.string()).openapi({
      description: 'Each signs in once in place of a code. They are shown this once.',
      example: ['k7mzq-3vtxa'],
    }),
  })
  .openapi('RecoveryCodes');

const ProofSchema = z
  .strictObject({
    password: givenPassword,
    code: oneTimeCode.openapi({ description: 'Of the authenticator app, or a recovery code.' }),
  })
  .openapi('SecondFactorProof');

export type SecondFactorRoutesDeps = {
  readonly readMySecondFactor: ReadMySecondFactor;
  readonly beginSecondFactor: BeginSecondFactor;
  readonly activateSecondFactor: ActivateSecondFactor;
  readonly removeSecondFactor: RemoveSecondFactor;
  readonly renewRecoveryCodes: RenewRecoveryCodes;
};

/** Whoever asks, about their second factor. */
export const secondFactorRoutes = (deps: SecondFactorRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/me/totp',
    operationId: 'readMySecondFactor',
    tag: 'Identity',
    summary: 'Read whether signing in takes a second factor',
    inPerson: true,
    whileEnrolling: true,
    inputs: {},
    answers: {
      200: {
        description: 'How far you are.',
        schema: z
          .object({ state: z.enum(['off', 'begun', 'on']), recoveryCodesLeft: z.int() })
          .openapi('SecondFactor'),
      },
    },
    handle: async ({ caller }) => json(200, await deps.readMySecondFactor(caller.user.id)),
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/me/totp',
    operationId: 'beginSecondFactor',
    tag: 'Identity',
    summary: 'Get a secret for an authenticator app',
    description:
      'It counts for nothing before it is activated by a code. Asking again gives another one in its place.',
    inPerson: true,
    whileEnrolling: true,
    inputs: { body: z.strictObject({ password: givenPassword }).openapi('SecondFactorRequest') },
    answers: { 201: { description: 'The secret, this once.', schema: EnrolmentSchema } },
    problems: ['wrong-password', 'second-factor-active'],
    handle: async ({ body, caller }) => {
      const begun = await deps.beginSecondFactor(body, caller.user.id);
      if (!begun.ok) return raise(identityProblem(begun.refusal));
      const { secret, uri, picture } = begun.outcome;
      const qrCode = `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`;
      return json(201, { secret, otpauthUri: uri, qrCode });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/me/totp/activation',
    operationId: 'activateSecondFactor',
    tag: 'Identity',
    summary: 'Turn the second factor on by a code of the app',
    description: 'From now on signing in takes a code. Its owner is told by mail.',
    inPerson: true,
    whileEnrolling: true,
    inputs: { body: z.strictObject({ code: oneTimeCode }).openapi('SecondFactorActivation') },
    answers: { 200: { description: 'On. Keep the recovery codes.', schema: RecoveryCodesSchema } },
    problems: ['invalid-code', 'no-second-factor', 'second-factor-active'],
    handle: async ({ body, caller }) => {
      const activated = await deps.activateSecondFactor(body, caller.user.id);
      if (!activated.ok) return raise(identityProblem(activated.refusal));
      return json(200, { recoveryCodes: activated.outcome });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/me/totp/recovery-codes',
    operationId: 'renewRecoveryCodes',
    tag: 'Identity',
    summary: 'Get new recovery codes in place of the old ones',
    inPerson: true,
    inputs: { body: ProofSchema },
    answers: { 200: { description: 'The new ones, this once.', schema: RecoveryCodesSchema } },
    problems: ['wrong-password', 'invalid-code', 'no-second-factor'],
    handle: async ({ body, caller }) => {
      const renewed = await deps.renewRecoveryCodes(body, caller.user.id);
      if (!renewed.ok) return raise(identityProblem(renewed.refusal));
      return json(200, { recoveryCodes: renewed.outcome });
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/me/totp',
    operationId: 'removeSecondFactor',
    tag: 'Identity',
    summary: 'Turn the second factor off',
    description: 'Its recovery codes go with it. Its owner is told by mail.',
    inPerson: true,
    inputs: { body: ProofSchema },
    answers: { 204: { description: 'Off: signing in takes the password alone.' } },
    problems: ['wrong-password', 'invalid-code', 'no-second-factor'],
    handle: async ({ body, caller }) => {
      const removed = await deps.removeSecondFactor(body, caller.user.id);
      return removed.ok ? empty(204) : raise(identityProblem(removed.refusal));
    },
  }),
];
