import type { ReadServiceAccount } from '#application/identity/service-accounts.ts';
import type {
  EndServiceToken,
  ListServiceTokens,
  MakeServiceToken,
  ReadServiceToken,
} from '#application/identity/service-tokens.ts';
import { identityProblem } from '../../wire/identity-problem.ts';
import { cursor, limit, sessionId, userId, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';
import {
  AccessTokenListSchema,
  NewAccessTokenSchema,
  presentToken,
  TokenWantedSchema,
} from './access-token-routes.ts';

const accountParams = z.object({ id: userId.openapi({ description: 'The id of a service account.' }) });
const tokenParams = accountParams.extend({
  tokenId: sessionId.openapi({ description: 'The id of one of its access tokens.' }),
});

export type ServiceTokenRoutesDeps = {
  readonly readServiceAccount: ReadServiceAccount;
  readonly listServiceTokens: ListServiceTokens;
  readonly readServiceToken: ReadServiceToken;
  readonly makeServiceToken: MakeServiceToken;
  readonly endServiceToken: EndServiceToken;
  readonly cursors: Cursors;
};

/** The tokens that service accounts have. */
export const serviceTokenRoutes = (deps: ServiceTokenRoutesDeps): readonly Route[] => {
  const exists = async ({ params, caller }: Named<z.output<typeof accountParams>>): Promise<boolean> =>
    (await deps.readServiceAccount(params.id, caller.actor)) !== undefined;
  return [
    signedInRoute({
      method: 'post',
      path: '/v1/service-accounts/{id}/access-tokens',
      operationId: 'makeServiceToken',
      tag: 'Embedding',
      summary: 'Make an access token for a service account',
      description: 'Shown this once. Suspending the account makes all of them void.',
      inputs: { params: accountParams, body: TokenWantedSchema },
      answers: {
        201: {
          description: 'Made.',
          schema: NewAccessTokenSchema,
          headers: { Location: 'What it is revoked by.' },
        },
      },
      problems: ['not-permitted', 'account-suspended'],
      exists,
      handle: async ({ params, body, caller, address }) => {
        const { name, permissions, expiresAt } = body;
        const command = { account: params.id, name, permissions, expiresAt, address };
        const made = await deps.makeServiceToken(command, caller.actor);
        if (!made.ok) return raise(identityProblem(made.refusal));
        const { token, text } = made.outcome;
        const location = `/v1/service-accounts/${params.id}/access-tokens/${token.id}`;
        return json(201, { ...presentToken(token), token: text }, { location });
      },
    }),
    signedInRoute({
      method: 'get',
      path: '/v1/service-accounts/{id}/access-tokens',
      operationId: 'listServiceTokens',
      tag: 'Embedding',
      summary: 'List the access tokens of a service account that still stand, newest first',
      inputs: { params: accountParams, query: z.strictObject({ limit, cursor }) },
      answers: { 200: { description: 'A page.', schema: AccessTokenListSchema } },
      problems: ['invalid-cursor'],
      exists,
      handle: async ({ params, query, caller }) => {
        const bound = `access tokens of ${params.id} for ${caller.user.id}`;
        const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
        const wanted = { account: params.id, after, limit: query.limit };
        const page = await deps.listServiceTokens(wanted, caller.actor);
        if (page === undefined) return raise({ code: 'not-found' });
        const nextCursor = page.next === undefined ? null : deps.cursors.seal(bound, page.next);
        return json(200, { items: page.items.map(presentToken), nextCursor });
      },
    }),
    signedInRoute({
      method: 'delete',
      path: '/v1/service-accounts/{id}/access-tokens/{tokenId}',
      operationId: 'endServiceToken',
      tag: 'Embedding',
      summary: 'Revoke one access token of a service account at once, with its live connections',
      description: 'Nobody ends one that they could not have made.',
      inputs: { params: tokenParams },
      answers: { 204: { description: 'Revoked, on every node.' } },
      problems: ['not-permitted'],
      exists: async ({ params: { id, tokenId }, caller }) =>
        (await deps.readServiceToken({ account: id, token: tokenId }, caller.actor)) !== undefined,
      handle: async ({ params: { id, tokenId }, caller }) => {
        const ended = await deps.endServiceToken({ account: id, token: tokenId }, caller.actor);
        return ended.ok ? empty(204) : raise(identityProblem(ended.refusal));
      },
    }),
  ];
};
