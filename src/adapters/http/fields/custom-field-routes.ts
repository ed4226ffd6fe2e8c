import type {
  ListCustomFields,
  MakeCustomField,
  ReadCustomField,
  ReviseCustomField,
} from '#application/fields/custom-fields.ts';
import type { StoredCustomField } from '#application/ports/custom-field-store.ts';
import type { CustomFieldId } from '#domain/shared/ids.ts';
import {
  CustomFieldRevisionSchema,
  CustomFieldSchema,
  customFieldProblem,
  fieldRevision,
  NewCustomFieldSchema,
  newField,
  presentCustomField,
} from '../../wire/custom-field.ts';
import { customFieldId, z } from '../../wire/schemas.ts';
import { type Answer, json, raise } from '../answer.ts';
import { etag } from '../conditions.ts';
import { type Named, type Route, signedInRoute } from '../route.ts';

const params = z.object({ id: customFieldId.openapi({ description: 'The id of a custom field.' }) });

type CustomFieldRoutesDeps = {
  readonly listCustomFields: ListCustomFields;
  readonly readCustomField: ReadCustomField;
  readonly makeCustomField: MakeCustomField;
  readonly reviseCustomField: ReviseCustomField;
};

const fieldJson = (
  status: number,
  { field, version }: StoredCustomField,
  headers: Record<string, string> = {},
): Answer => json(status, presentCustomField(field), { etag: etag(version), ...headers });

/** What admins want tickets to say. */
export const customFieldRoutes = (deps: CustomFieldRoutesDeps): readonly Route[] => {
  const exists = async ({
    params: { id },
    caller,
  }: Named<{ readonly id: CustomFieldId }>): Promise<boolean> =>
    (await deps.readCustomField(id, caller.actor)) !== undefined;
  return [
    signedInRoute({
      method: 'get',
      path: '/v1/custom-fields',
      operationId: 'listCustomFields',
      tag: 'Custom fields',
      summary: 'List the custom fields of tickets',
      inputs: {},
      answers: {
        200: {
          description:
            'All of them, as they were made, archived ones, too; for customers those that they see in tickets.',
          schema: z
            .object({ items: z.array(CustomFieldSchema), nextCursor: z.null() })
            .openapi('CustomFieldList'),
        },
      },
      handle: async ({ caller }) => {
        const fields = await deps.listCustomFields(caller.actor);
        return json(200, { items: fields.map(presentCustomField), nextCursor: null });
      },
    }),
    signedInRoute({
      method: 'get',
      path: '/v1/custom-fields/{id}',
      operationId: 'readCustomField',
      tag: 'Custom fields',
      summary: 'Read a custom field',
      inputs: { params },
      answers: {
        200: {
          description: 'The custom field.',
          schema: CustomFieldSchema,
          headers: { ETag: 'Its version.' },
        },
      },
      exists,
      handle: async ({ params: { id }, caller }) => {
        const stored = await deps.readCustomField(id, caller.actor);
        return stored ? fieldJson(200, stored) : raise({ code: 'not-found' });
      },
    }),
    signedInRoute({
      method: 'post',
      path: '/v1/custom-fields',
      operationId: 'makeCustomField',
      tag: 'Custom fields',
      summary: 'Make a custom field',
      description:
        'For admins. Key, type and visibility are fixed for ever. Nodes other than the one asked follow within seconds.',
      idempotent: true,
      inputs: { body: NewCustomFieldSchema },
      answers: {
        201: {
          description: 'Made.',
          schema: CustomFieldSchema,
          headers: { Location: 'Where it is.', ETag: 'Its version.' },
        },
      },
      problems: ['not-permitted', 'key-taken', 'too-many-custom-fields'],
      handle: async ({ body, caller }) => {
        const made = await deps.makeCustomField(newField(body), caller.actor);
        if (!made.ok) return raise(customFieldProblem(made.refusal));
        return fieldJson(201, made.outcome, { location: `/v1/custom-fields/${made.outcome.field.id}` });
      },
    }),
    signedInRoute({
      method: 'patch',
      path: '/v1/custom-fields/{id}',
      operationId: 'reviseCustomField',
      tag: 'Custom fields',
      summary: 'Change a custom field',
      description:
        'For admins. Whatever is changed, the values that tickets have stay; it holds for what they are given from then on, on other nodes within seconds. Nothing is deleted: `isArchived` ends its use, and takes that back.',
      conditional: true,
      inputs: { params, body: CustomFieldRevisionSchema },
      answers: {
        200: {
          description: 'The custom field as it now is.',
          schema: CustomFieldSchema,
          headers: { ETag: 'Its version.' },
        },
      },
      problems: ['not-permitted'],
      exists,
      handle: async ({ params: { id }, body, caller, ifMatch }) => {
        const command = { field: id, ifMatch, revision: fieldRevision(body) };
        const revised = await deps.reviseCustomField(command, caller.actor);
        return revised.ok ? fieldJson(200, revised.outcome) : raise(customFieldProblem(revised.refusal));
      },
    }),
  ];
};
