import type {
  LinkExternalIdentity,
  ListExternalIdentities,
  UnlinkExternalIdentity,
} from '#application/identity/external-identities.ts';
import type { ReadUser } from '#application/identity/read-user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { userId, z } from '../../wire/schemas.ts';
import {
  IdentitiesSchema,
  issuerProblem,
  issuerQuery,
  LinkSchema,
  presentIdentities,
} from '../../wire/trusted-issuer.ts';
import { json, raise } from '../answer.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

export type ExternalIdentityRoutesDeps = {
  readonly listExternalIdentities: ListExternalIdentities;
  readonly linkExternalIdentity: LinkExternalIdentity;
  readonly unlinkExternalIdentity: UnlinkExternalIdentity;
  readonly readUser: ReadUser;
};

const path = '/v1/users/{id}/external-identities';
const params = z.object({ id: userId.openapi({ description: 'The id of a person.' }) });
const answer = { description: 'All of them, by issuer.', schema: IdentitiesSchema };

/** Who a person is to trusted issuers: how an account that is there already is given to somebody who comes by one. */
export const externalIdentityRoutes = (deps: ExternalIdentityRoutesDeps): readonly Route[] => {
  const exists = async ({ params: { id }, caller }: Named<{ readonly id: UserId }>): Promise<boolean> =>
    (await deps.readUser(id, caller.actor)) !== undefined;
  const mustExist = async (named: Parameters<typeof exists>[0]): Promise<void> => {
    if (!(await exists(named))) raise({ code: 'not-found' });
  };
  return [
    signedInRoute({
      method: 'get',
      path,
      operationId: 'listExternalIdentities',
      tag: 'Embedding',
      summary: 'Who a person is to trusted issuers',
      inputs: { params },
      answers: { 200: answer },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id }, caller }) => {
        await mustExist({ params: { id }, caller });
        const listed = await deps.listExternalIdentities(id, caller.actor);
        return listed.ok
          ? json(200, presentIdentities(listed.outcome))
          : raise(issuerProblem(listed.refusal));
      },
    }),
    signedInRoute({
      method: 'put',
      path,
      operationId: 'linkExternalIdentity',
      tag: 'Embedding',
      summary: 'Say who a person is to a trusted issuer',
      description:
        'In place of what was said before of this issuer. Only for people who may do no more than you.',
      inputs: { params, body: LinkSchema },
      answers: { 200: answer },
      problems: ['not-permitted', 'identity-linked'],
      exists,
      handle: async ({ params: { id }, body, caller }) => {
        await mustExist({ params: { id }, caller });
        const linked = await deps.linkExternalIdentity({ user: id, ...body }, caller.actor);
        return linked.ok
          ? json(200, presentIdentities(linked.outcome))
          : raise(issuerProblem(linked.refusal));
      },
    }),
    signedInRoute({
      method: 'delete',
      path,
      operationId: 'unlinkExternalIdentity',
      tag: 'Embedding',
      summary: 'Take back who a person is to an issuer, or to all',
      description: 'Ends the sessions they have by it.',
      inputs: { params, query: issuerQuery },
      answers: { 200: answer },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id }, query, caller }) => {
        await mustExist({ params: { id }, caller });
        const unlinked = await deps.unlinkExternalIdentity({ user: id, issuer: query.issuer }, caller.actor);
        return unlinked.ok
          ? json(200, presentIdentities(unlinked.outcome))
          : raise(issuerProblem(unlinked.refusal));
      },
    }),
  ];
};
