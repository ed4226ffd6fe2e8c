import type {
  DeleteOrganisation,
  ListOrganisations,
  MakeOrganisation,
  ReadOrganisation,
  ReviseOrganisation,
} from '#application/access/organisations.ts';
import { accessProblem } from '../../wire/access-problem.ts';
import { OrganisationSchema, presentOrganisation } from '../../wire/organisation.ts';
import { cursor, externalId, limit, organisationId, shownName, z } from '../../wire/schemas.ts';
import { empty, json, raise } from '../answer.ts';
import type { Cursors } from '../cursors.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const organisationName = shownName({ min: 1, max: 100 });

const sharing = z
  .boolean()
  .openapi({ description: 'Whether its members see the tickets that belong to it.' });

const NewOrganisationSchema = z
  .strictObject({
    name: organisationName,
    externalId: externalId.nullish(),
    membersSeeEachOthersTickets: sharing.default(false),
  })
  .openapi('NewOrganisation', {
    example: { name: 'Acme', externalId: 'crm-4711', membersSeeEachOthersTickets: true },
  });

const OrganisationRevisionSchema = z
  .strictObject({
    name: organisationName.optional(),
    externalId: externalId.nullable().optional(),
    membersSeeEachOthersTickets: sharing.optional(),
  })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('OrganisationRevision', { example: { membersSeeEachOthersTickets: true } });

export const organisationParams = z.object({
  id: organisationId.openapi({ description: 'The id of an organisation.' }),
});

export type OrganisationRoutesDeps = {
  readonly listOrganisations: ListOrganisations;
  readonly readOrganisation: ReadOrganisation;
  readonly makeOrganisation: MakeOrganisation;
  readonly reviseOrganisation: ReviseOrganisation;
  readonly deleteOrganisation: DeleteOrganisation;
  readonly cursors: Cursors;
};

/** Whether a path names an organisation that its caller may see. */
export const organisationExists =
  ({ readOrganisation }: Pick<OrganisationRoutesDeps, 'readOrganisation'>) =>
  async ({ params, caller }: Named<z.output<typeof organisationParams>>): Promise<boolean> =>
    (await readOrganisation(params.id, caller.actor)) !== undefined;

/** Customer companies. */
export const organisationRoutes = (deps: OrganisationRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/organisations',
    operationId: 'listOrganisations',
    tag: 'Access',
    summary: 'List organisations, oldest first',
    inputs: {
      query: z.strictObject({
        externalId: externalId.optional().openapi({ description: 'The one that another system calls so.' }),
        limit,
        cursor,
      }),
    },
    answers: {
      200: {
        description: 'A page.',
        schema: z
          .object({ items: z.array(OrganisationSchema), nextCursor: z.string().nullable() })
          .openapi('OrganisationList'),
      },
    },
    problems: ['not-permitted', 'invalid-cursor'],
    handle: async ({ query, caller }) => {
      const bound = `organisations ${caller.actor.id} ${JSON.stringify(query.externalId ?? null)}`;
      const after = query.cursor === undefined ? undefined : String(deps.cursors.open(bound, query.cursor));
      const wanted = { after, limit: query.limit, externalId: query.externalId };
      const listed = await deps.listOrganisations(wanted, caller.actor);
      if (!listed.ok) return raise(accessProblem(listed.refusal));
      const { items, next } = listed.outcome;
      const nextCursor = next === undefined ? null : deps.cursors.seal(bound, next);
      return json(200, { items: items.map(presentOrganisation), nextCursor });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/organisations',
    operationId: 'makeOrganisation',
    tag: 'Access',
    summary: 'Make an organisation',
    idempotent: true,
    inputs: { body: NewOrganisationSchema },
    answers: {
      201: { description: 'Made.', schema: OrganisationSchema, headers: { Location: 'Where it is.' } },
    },
    problems: ['not-permitted', 'name-taken', 'external-id-taken'],
    handle: async ({ body, caller }) => {
      const { name, membersSeeEachOthersTickets: isShared, externalId } = body;
      const made = await deps.makeOrganisation(
        { name, isShared, externalId: externalId ?? undefined },
        caller.actor,
      );
      if (!made.ok) return raise(accessProblem(made.refusal));
      const location = `/v1/organisations/${made.outcome.id}`;
      return json(201, presentOrganisation(made.outcome), { location });
    },
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/organisations/{id}',
    operationId: 'readOrganisation',
    tag: 'Access',
    summary: 'Read an organisation',
    description: 'For staff, and for its members.',
    inputs: { params: organisationParams },
    answers: { 200: { description: 'The organisation.', schema: OrganisationSchema } },
    exists: organisationExists(deps),
    handle: async ({ params, caller }) => {
      const organisation = await deps.readOrganisation(params.id, caller.actor);
      return organisation ? json(200, presentOrganisation(organisation)) : raise({ code: 'not-found' });
    },
  }),
  signedInRoute({
    method: 'patch',
    path: '/v1/organisations/{id}',
    operationId: 'reviseOrganisation',
    tag: 'Access',
    summary: 'Change an organisation',
    description: 'Whether its members see each other’s tickets counts from their next request on.',
    inputs: { params: organisationParams, body: OrganisationRevisionSchema },
    answers: { 200: { description: 'The organisation as it now is.', schema: OrganisationSchema } },
    problems: ['not-permitted', 'name-taken', 'external-id-taken'],
    exists: organisationExists(deps),
    handle: async ({ params, body, caller }) => {
      const { membersSeeEachOthersTickets: isShared, name, externalId } = body;
      const command = { organisation: params.id, name, externalId, isShared };
      const revised = await deps.reviseOrganisation(command, caller.actor);
      return revised.ok
        ? json(200, presentOrganisation(revised.outcome))
        : raise(accessProblem(revised.refusal));
    },
  }),
  signedInRoute({
    method: 'delete',
    path: '/v1/organisations/{id}',
    operationId: 'deleteOrganisation',
    tag: 'Access',
    summary: 'Delete an organisation',
    description:
      'Ends its memberships and the grants within it. Its tickets stay; nobody sees them by way of it any more.',
    inputs: { params: organisationParams },
    answers: { 204: { description: 'Deleted.' } },
    problems: ['not-permitted'],
    exists: organisationExists(deps),
    handle: async ({ params, caller }) => {
      const deleted = await deps.deleteOrganisation(params.id, caller.actor);
      return deleted.ok ? empty(204) : raise(accessProblem(deleted.refusal));
    },
  }),
];
