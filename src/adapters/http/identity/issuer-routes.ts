import type {
  ChangeTrustedIssuer,
  ListTrustedIssuers,
  MakeTrustedIssuer,
  RemoveTrustedIssuer,
} from '#application/identity/trusted-issuers.ts';
import type { ClaimNames, TrustedIssuer } from '#domain/identity/trusted-issuer.ts';
import type { IssuerId } from '#domain/shared/ids.ts';
import { issuerId, z } from '../../wire/schemas.ts';
import {
  IssuerChangeSchema,
  IssuerSchema,
  issuerProblem,
  NewIssuerSchema,
  presentIssuer,
} from '../../wire/trusted-issuer.ts';
import { empty, json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

export type IssuerRoutesDeps = {
  readonly listTrustedIssuers: ListTrustedIssuers;
  readonly makeTrustedIssuer: MakeTrustedIssuer;
  readonly changeTrustedIssuer: ChangeTrustedIssuer;
  readonly removeTrustedIssuer: RemoveTrustedIssuer;
};

const params = z.object({ id: issuerId.openapi({ description: 'The id of a trusted issuer.' }) });

const found = async (
  { listTrustedIssuers }: IssuerRoutesDeps,
  { params: { id }, caller }: Named<{ readonly id: IssuerId }>,
): Promise<TrustedIssuer | undefined> => {
  const issuers = await listTrustedIssuers(caller.actor);
  return issuers.ok ? issuers.outcome.find((one) => one.id === id) : undefined;
};

/** Who may not manage issuers does not learn which there are. */
const mustBeSeen = async (...named: Parameters<typeof found>): Promise<void> => {
  if ((await found(...named)) === undefined) raise({ code: 'not-found' });
};

/** Whose tokens are accepted as proof of who somebody is. */
export const issuerRoutes = (deps: IssuerRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/trusted-issuers',
    operationId: 'listTrustedIssuers',
    tag: 'Embedding',
    summary: 'List the issuers whose tokens are accepted',
    inputs: {},
    answers: {
      200: {
        description: 'All of them, oldest first.',
        schema: z.object({ items: z.array(IssuerSchema), nextCursor: z.null() }).openapi('TrustedIssuerList'),
      },
    },
    problems: ['not-permitted'],
    handle: async ({ caller }) => {
      const issuers = await deps.listTrustedIssuers(caller.actor);
      return issuers.ok
        ? json(200, { items: issuers.outcome.map(presentIssuer), nextCursor: null })
        : raise(issuerProblem(issuers.refusal));
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/trusted-issuers',
    operationId: 'makeTrustedIssuer',
    tag: 'Embedding',
    summary: 'Accept the tokens of an issuer',
    description:
      'Whoever its tokens name becomes known with the first of them, in the role that is set here.',
    idempotent: true,
    inputs: { body: NewIssuerSchema },
    answers: {
      201: { description: 'Trusted.', schema: IssuerSchema, headers: { Location: 'Where it is.' } },
    },
    problems: ['not-permitted', 'issuer-known', 'too-many-issuers'],
    handle: async ({ body, caller }) => {
      const { queueIds: queues, claims, ...settings } = body;
      const wanted = {
        ...settings,
        queues,
        claims: claimNames(claims),
      };
      const made = await deps.makeTrustedIssuer(wanted, caller.actor);
      if (!made.ok) return raise(issuerProblem(made.refusal));
      return json(201, presentIssuer(made.outcome), { location: `/v1/trusted-issuers/${made.outcome.id}` });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/trusted-issuers/{id}',
    operationId: 'readTrustedIssuer',
    tag: 'Embedding',
    summary: 'Read a trusted issuer',
    inputs: { params },
    answers: { 200: { description: 'The issuer.', schema: IssuerSchema } },
    exists: async (named) => (await found(deps, named)) !== undefined,
    handle: async (named) => {
      const issuer = await found(deps, named);
      return issuer ? json(200, presentIssuer(issuer)) : raise({ code: 'not-found' });
    },
  }),
  signedInRoute({
    method: 'patch',
    path: '/v1/trusted-issuers/{id}',
    operationId: 'changeTrustedIssuer',
    tag: 'Embedding',
    summary: 'Change a trusted issuer',
    description:
      'Another `issuer`, `audience` or `jwksUrl`, or fewer `algorithms`: whoever came by it signs in anew. Roles given before stay.',
    inputs: { params, body: IssuerChangeSchema },
    answers: { 200: { description: 'The issuer as it now is.', schema: IssuerSchema } },
    problems: ['not-permitted', 'issuer-known'],
    exists: async (named) => (await found(deps, named)) !== undefined,
    handle: async ({ params: { id }, body, caller }) => {
      await mustBeSeen(deps, { params: { id }, caller });
      const changed = await deps.changeTrustedIssuer({ id, settings: settingsIn(body) }, caller.actor);
      return changed.ok ? json(200, presentIssuer(changed.outcome)) : raise(issuerProblem(changed.refusal));
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/trusted-issuers/{id}',
    operationId: 'removeTrustedIssuer',
    tag: 'Embedding',
    summary: 'Accept the tokens of an issuer no more',
    description:
      'Whoever came by it is signed out at once. Their accounts stay, and are theirs again if it comes back.',
    inputs: { params },
    answers: { 204: { description: 'Not trusted any more.' } },
    problems: ['not-permitted'],
    exists: async (named) => (await found(deps, named)) !== undefined,
    handle: async ({ params: { id }, caller }) => {
      await mustBeSeen(deps, { params: { id }, caller });
      const removed = await deps.removeTrustedIssuer(id, caller.actor);
      return removed.ok ? empty(204) : raise(issuerProblem(removed.refusal));
    },
  }),
];

const claimNames = (claims: z.output<typeof NewIssuerSchema>['claims']): ClaimNames => ({
  ...claims,
  externalId: claims.externalId ?? undefined,
  organisation: claims.organisation ?? undefined,
});

/** What is not named stays as it is. */
const settingsIn = ({ queueIds, claims, ...rest }: z.output<typeof IssuerChangeSchema>) => ({
  ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<
    Omit<TrustedIssuer, 'queues' | 'claims'>
  >),
  ...(queueIds === undefined ? {} : { queues: queueIds }),
  ...(claims === undefined ? {} : { claims: claimNames(claims) }),
});
