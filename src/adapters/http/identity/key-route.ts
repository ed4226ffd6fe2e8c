import type { AccessTokens } from '#application/ports/access-tokens.ts';
import { z } from '../../wire/schemas.ts';
import { json } from '../answer.ts';
import { openRoute, type Route } from '../route.ts';

const KeySetSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        kid: z.string(),
        alg: z.string(),
        use: z.string(),
      }),
    ),
  })
  .openapi('KeySet');

/** The public keys, for those who verify access tokens themselves. */
export const keyRoute = (deps: { readonly accessTokens: AccessTokens }): Route =>
  openRoute({
    method: 'get',
    path: '/.well-known/jwks.json',
    operationId: 'readKeys',
    tag: 'Identity',
    summary: 'The public keys that access tokens are signed with (RFC 7517)',
    inputs: {},
    description:
      'A key stands here ten minutes before it signs and until its last token is over. Keep it for five.',
    answers: {
      200: {
        description: 'Every key in use.',
        schema: KeySetSchema,
        headers: { 'Cache-Control': '`public, max-age=300`' },
      },
    },
    handle: async () =>
      json(200, await deps.accessTokens.publicKeys(), { 'cache-control': 'public, max-age=300' }),
  });
