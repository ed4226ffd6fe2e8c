import type {
  ListStatusLabels,
  MakeStatusLabel,
  ReadStatusLabel,
  ReviseStatusLabel,
} from '#application/labels/status-labels.ts';
import type { StoredStatusLabel } from '#application/ports/status-label-store.ts';
import { statusLabelId, z } from '../../wire/schemas.ts';
import {
  NewStatusLabelSchema,
  presentStatusLabel,
  StatusLabelRevisionSchema,
  StatusLabelSchema,
  statusLabelProblem,
} from '../../wire/status-label.ts';
import { type Answer, json, raise } from '../answer.ts';
import { etag } from '../conditions.ts';
import { type Route, signedInRoute } from '../route.ts';

const params = z.object({ id: statusLabelId.openapi({ description: 'The id of a status label.' }) });

const labelAnswer = {
  description: 'The status label as it now is.',
  schema: StatusLabelSchema,
  headers: { ETag: 'Its version.' },
};

type StatusLabelRoutesDeps = {
  readonly listStatusLabels: ListStatusLabels;
  readonly readStatusLabel: ReadStatusLabel;
  readonly makeStatusLabel: MakeStatusLabel;
  readonly reviseStatusLabel: ReviseStatusLabel;
};

const labelJson = (
  status: number,
  { label, version }: StoredStatusLabel,
  headers: Record<string, string> = {},
): Answer => json(status, presentStatusLabel(label), { etag: etag(version), ...headers });

/** Admins' own words for tickets in a status. */
export const statusLabelRoutes = (deps: StatusLabelRoutesDeps): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path: '/v1/status-labels',
    operationId: 'listStatusLabels',
    tag: 'Status labels',
    summary: 'List the status labels',
    inputs: {},
    answers: {
      200: {
        description: 'All of them, as they were made, archived ones, too.',
        schema: z
          .object({ items: z.array(StatusLabelSchema), nextCursor: z.null() })
          .openapi('StatusLabelList'),
      },
    },
    handle: async () =>
      json(200, { items: (await deps.listStatusLabels()).map(presentStatusLabel), nextCursor: null }),
  }),
  signedInRoute({
    method: 'get',
    path: '/v1/status-labels/{id}',
    operationId: 'readStatusLabel',
    tag: 'Status labels',
    summary: 'Read a status label',
    inputs: { params },
    answers: { 200: { ...labelAnswer, description: 'The status label.' } },
    exists: async ({ params: { id } }) => (await deps.readStatusLabel(id)) !== undefined,
    handle: async ({ params: { id } }) => {
      const stored = await deps.readStatusLabel(id);
      return stored ? labelJson(200, stored) : raise({ code: 'not-found' });
    },
  }),
  signedInRoute({
    method: 'post',
    path: '/v1/status-labels',
    operationId: 'makeStatusLabel',
    tag: 'Status labels',
    summary: 'Make a status label',
    description: 'For admins. Nodes other than the one asked follow within seconds.',
    idempotent: true,
    inputs: { body: NewStatusLabelSchema },
    answers: {
      201: {
        description: 'Made.',
        schema: StatusLabelSchema,
        headers: { Location: 'Where it is.', ETag: 'Its version.' },
      },
    },
    problems: ['not-permitted', 'name-taken', 'too-many-status-labels'],
    handle: async ({ body, caller }) => {
      const made = await deps.makeStatusLabel(body, caller.actor);
      if (!made.ok) return raise(statusLabelProblem(made.refusal));
      return labelJson(201, made.outcome, { location: `/v1/status-labels/${made.outcome.label.id}` });
    },
  }),
  signedInRoute({
    method: 'patch',
    path: '/v1/status-labels/{id}',
    operationId: 'reviseStatusLabel',
    tag: 'Status labels',
    summary: 'Change a status label',
    description:
      'For admins. Nothing is deleted: `isArchived` ends its use, and takes that back; tickets that carry it keep it.',
    conditional: true,
    inputs: { params, body: StatusLabelRevisionSchema },
    answers: { 200: labelAnswer },
    problems: ['not-permitted', 'name-taken'],
    exists: async ({ params: { id } }) => (await deps.readStatusLabel(id)) !== undefined,
    handle: async ({ params: { id }, body, caller, ifMatch }) => {
      const revised = await deps.reviseStatusLabel({ label: id, ifMatch, revision: body }, caller.actor);
      return revised.ok ? labelJson(200, revised.outcome) : raise(statusLabelProblem(revised.refusal));
    },
  }),
];
