import type {
  EndMyAccessToken,
  ListMyAccessTokens,
  MakeAccessToken,
  ReadMyAccessToken,
} from '#application/identity/my-access-tokens.ts';
import { permissions } from '#domain/access/permissions.ts';
import { type PersonalToken, tokenDays } from '#domain/identity/personal-token.ts';
import { longestName } from '#domain/identity/user.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { cursor, limit, moment, sessionId, shownId, shownMoment, shownName, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Route, signedInRoute } from '../route.ts';

const shown = {
  id: shownId,
  name: z.string(),
  permissions: z.array(z.enum(permissions)).openapi({ description: 'All that it may do, at most.' }),
  createdAt: shownMoment,
  expiresAt: shownMoment,
  lastUsedAt: shownMoment.nullable().openapi({ description: 'To within ten minutes.' }),
};

const AccessTokenSchema = z.object(shown).openapi('AccessToken');

export const AccessTokenListSchema = z
  .object({ items: z.array(AccessTokenSchema), nextCursor: z.string().nullable() })
  .openapi('AccessTokenList');

export const NewAccessTokenSchema = z
  .object({
    ...shown,
    token: z.string().openapi({ description: 'For the Authorization header. It is shown this once.' }),
  })
  .openapi('NewAccessToken');

export const TokenWantedSchema = z
  .strictObject({
    name: shownName({ min: 1, max: longestName }),
    permissions: z.array(z.enum(permissions)).min(1).max(permissions.length),
    expiresAt: moment.optional().openapi({
      description: `Within ${tokenDays.most} days; in ${tokenDays.usual} days when it is left out.`,
    }),
  })
  .openapi('AccessTokenRequest', { example: { name: 'Nightly report', permissions: ['ticket:read'] } });

export const presentToken = ({ id, name, permissions, createdAt, expiresAt, lastUsedAt }: PersonalToken) => ({
  id,
  name,
  permissions,
  createdAt,
  expiresAt,
  lastUsedAt: lastUsedAt ?? null,
});

export type AccessTokenRoutesDeps = {
  readonly listMyAccessTokens: ListMyAccessTokens;
  readonly readMyAccessToken: ReadMyAccessToken;
  readonly makeAccessToken: MakeAccessToken;
  readonly endMyAccessToken: EndMyAccessToken;
  readonly cursors: Cursors;
};

/** Whoever asks, about the tokens their programs use. */
export const accessTokenRoutes = (deps: AccessTokenRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'post',
    path: '/v1/me/access-tokens',
    operationId: 'makeAccessToken',
    tag: 'Identity',
    summary: 'Make an access token for a program of one’s own',
    description:
      'It works wherever an access token of a sign-in does, within its permissions, and can change nothing about how its owner signs in.',
    inPerson: true,
    inputs: { body: TokenWantedSchema },
    answers: {
      201: {
        description: 'Made.',
        schema: NewAccessTokenSchema,
        headers: { Location: 'What it is revoked by.' },
      },
    },
    handle: async ({ body, caller, address }) => {
      const { name, permissions, expiresAt } = body;
      const made = await deps.makeAccessToken({ name, permissions, expiresAt, address }, caller);
      if (!made.ok) return raise(identityProblem(made.refusal));
      const { token, text } = made.outcome;
      const location = `/v1/me/access-tokens/${token.id}`;
      return json(201, { ...presentToken(token), token: text }, { location });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/me/access-tokens',
    operationId: 'listMyAccessTokens',
    tag: 'Identity',
    summary: 'List one’s access tokens, newest first',
    inPerson: true,
    inputs: { query: z.strictObject({ limit, cursor }) },
    answers: {
      200: {
        description: 'A page.',
        schema: AccessTokenListSchema,
      },
    },
    problems: ['invalid-cursor'],
    handle: async ({ query, caller }) => {
      const bound = `access tokens ${caller.user.id}`;
      const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
      const { items, next } = await deps.listMyAccessTokens({ after, limit: query.limit }, caller);
      const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
      return json(200, { items: items.map(presentToken), nextCursor });
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/me/access-tokens/{id}',
    operationId: 'endMyAccessToken',
    tag: 'Identity',
    summary: 'Revoke an access token at once, with its live connections',
    inPerson: true,
    inputs: { params: z.object({ id: sessionId.openapi({ description: 'The id of an access token.' }) }) },
    answers: { 204: { description: 'Revoked, on every node.' } },
    exists: async ({ params, caller }) => (await deps.readMyAccessToken(params.id, caller)) !== undefined,
    handle: async ({ params, caller }) => {
      const ended = await deps.endMyAccessToken(params.id, caller);
      return ended.ok ? empty(204) : raise(ended.refusal);
    },
  }),
];
