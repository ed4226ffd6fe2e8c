import type { LogIn } from '#application/identity/log-in.ts';
import type { LogOut } from '#application/identity/log-out.ts';
import type { RefreshSession } from '#application/identity/refresh-session.ts';
import type { SignedIn } from '#application/identity/signed-in.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { givenPassword } from '../../wire/password.ts';
import { email, line, z } from '../../wire/schemas.ts';
import { presentUser, UserSchema } from '../../wire/user.ts';
import { type Answer, empty, json, raise } from '../answer.ts';
import { openRoute, type Route, signedInRoute } from '../route.ts';

/** A code of the second factor, as it was typed in. */
export const oneTimeCode = line({ min: 1, max: 20 });

const CredentialsSchema = z
  .strictObject({
    email,
    password: givenPassword,
    otp: oneTimeCode.optional().openapi({
      description: 'A code of your authenticator app, or a recovery code; after `otp-required`.',
    }),
  })
  .openapi('Credentials', {
    example: { email: 'carla@example.org', password: 'correct horse battery staple' },
  });

/** Longest token that is looked at. */
export const longestToken = 4096;

const TokensSchema = z
  .object({
    accessToken: z.string().openapi({ description: 'For the Authorization header.' }),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().openapi({ description: 'Seconds until the access token is over.' }),
    refreshToken: z.string().openapi({ description: 'Good once, for the next pair.' }),
    user: UserSchema,
  })
  .openapi('Tokens');

const tokens = ({ accessToken, expiresInSeconds, refreshToken, user }: SignedIn): Answer =>
  json(200, {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: expiresInSeconds,
    refreshToken,
    user: presentUser(user),
  });

export type SessionRoutesDeps = {
  readonly logIn: LogIn;
  readonly refreshSession: RefreshSession;
  readonly logOut: LogOut;
};

/** Signing in, staying so and signing out. */
export const sessionRoutes = (deps: SessionRoutesDeps): readonly Route[] => [
  openRoute({
    method: 'post',
    path: '/v1/auth/login',
    operationId: 'logIn',
    tag: 'Identity',
    summary: 'Sign in',
    description:
      'Limited per account and network; a place where somebody has signed in before keeps an allowance of its own, so that nobody can lock out anybody else. `email-unverified` is told only to who knows the password.',
    inputs: { body: CredentialsSchema },
    answers: { 200: { description: 'Signed in.', schema: TokensSchema } },
    problems: ['invalid-credentials', 'otp-required', 'email-unverified'],
    handle: async ({ body, address, userAgent }) => {
      const { email, password, otp } = body;
      const loggedIn = await deps.logIn({ email, password, otp, address, userAgent });
      return loggedIn.ok ? tokens(loggedIn.outcome) : raise(identityProblem(loggedIn.refusal));
    },
  }),
  openRoute({
    method: 'post',
    path: '/v1/auth/refresh',
    operationId: 'refreshSession',
    tag: 'Identity',
    summary: 'Exchange a refresh token for the next pair',
    description:
      'A repeat within ten seconds, while the successor is unused, gets the same successor. Any other second use ends the session and warns its owner by mail.',
    perNetwork: 'refresh-address',
    inputs: {
      body: z.strictObject({ refreshToken: z.string().min(1).max(longestToken) }).openapi('RefreshRequest'),
    },
    answers: { 200: { description: 'The next pair.', schema: TokensSchema } },
    problems: ['invalid-refresh-token'],
    handle: async ({ body }) => {
      const refreshed = await deps.refreshSession(body);
      return refreshed.ok ? tokens(refreshed.outcome) : raise(identityProblem(refreshed.refusal));
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/auth/logout',
    operationId: 'logOut',
    tag: 'Identity',
    summary: 'End this session at once, with its live connections',
    inPerson: true,
    whileEnrolling: true,
    inputs: {},
    answers: { 204: { description: 'Signed out.' } },
    handle: async ({ caller }) => {
      await deps.logOut(caller.session);
      return empty(204);
    },
  }),
];
