import {
  type CustomField,
  fieldRequirements,
  fieldTypes,
  fieldVisibilities,
  isChosen,
  mostOptions,
} from '#domain/fields/custom-field.ts';
import type { CustomFieldRevision } from '#domain/fields/define-field.ts';
import type { CustomFieldRefusal } from '#domain/fields/refusal.ts';
import type { Problem } from './problem.ts';
import { breach } from './refusal-problem.ts';
import { line, queueId, shownId, z } from './schemas.ts';

const keyPattern = '^[a-z][a-z0-9_-]{0,49}$';
const key = z
  .string()
  .regex(new RegExp(keyPattern), 'must be a small letter, then small letters, digits, - and _, up to 50')
  .openapi({ description: 'Stable: what values and clients name it by.', example: 'order-number' });

const name = line({ min: 1, max: 100 });
const types = z.enum(fieldTypes);
const required = z.enum(fieldRequirements).openapi({
  description:
    'Whether tickets must have a value of it: when they are raised over this API (`open`), or when somebody solves them (`solve`). Asked only of those who may set it.',
});
const visibility = z.enum(fieldVisibilities).openapi({
  description: 'Whether only staff learn of its values (`internal`), or customers, too. Fixed for ever.',
});

export const CustomFieldSchema = z
  .object({
    id: shownId,
    key: z.string(),
    name: z.string(),
    type: types,
    options: z
      .array(z.object({ key: z.string(), name: z.string(), isArchived: z.boolean() }))
      .openapi({ description: 'What there is to choose from; archived ones are chosen no more.' }),
    required,
    queueIds: z.array(shownId).nullable().openapi({ description: 'Whose tickets have it; null is all.' }),
    visibility,
    customersMaySet: z.boolean().openapi({ description: 'Whether requesters set it, too.' }),
    isArchived: z.boolean().openapi({ description: 'Whether no ticket is given a value of it any more.' }),
  })
  .openapi('CustomField');

const options = z
  .array(z.strictObject({ key, name, isArchived: z.boolean().default(false) }))
  .max(mostOptions)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [place, { key: wanted }] of all.entries()) {
      if (seen.has(wanted))
        context.addIssue({
          ...{ code: 'custom', path: [place, 'key'], message: 'stands here twice' },
          params: { code: 'duplicate' },
        });
      seen.add(wanted);
    }
  });
const queueIds = z
  .array(queueId)
  .min(1)
  .max(100)
  .nullable()
  .transform((ids) => ids && [...new Set(ids)]);

export const NewCustomFieldSchema = z
  .strictObject({
    key,
    name,
    type: types,
    options: options.default([]).openapi({ description: 'For choices, and only for them.' }),
    required: required.default('never'),
    queueIds: queueIds.default(null).openapi({ description: 'Whose tickets have it; null is all.' }),
    visibility: visibility.default('internal'),
    customersMaySet: z
      .boolean()
      .default(false)
      .openapi({ description: 'Whether requesters set it, too; only what is public.' }),
  })
  .openapi('NewCustomField', {
    example: {
      key: 'product',
      name: 'Product',
      type: 'choice',
      options: [
        { key: 'app', name: 'The app' },
        { key: 'web', name: 'The web shop' },
      ],
      required: 'solve',
      visibility: 'public',
      customersMaySet: true,
    },
  });

export const CustomFieldRevisionSchema = z
  .strictObject({
    name: name.optional(),
    options: options.optional().openapi({
      description:
        'In the place of those it has; one that is left out is archived, since tickets may name it.',
    }),
    required: required.optional(),
    queueIds: queueIds.optional().openapi({ description: 'Null is all.' }),
    customersMaySet: z.boolean().optional(),
    isArchived: z.boolean().optional(),
  })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('CustomFieldRevision', { example: { name: 'Product line', required: 'open' } });

/** What is asked for of a new field, in words of the domain. */
export const newField = ({
  queueIds,
  ...wanted
}: z.output<typeof NewCustomFieldSchema>): Omit<CustomField, 'id'> => ({
  ...wanted,
  queues: queueIds ?? undefined,
  isArchived: false,
});

/** What is asked for of a known field, in words of the domain. */
export const fieldRevision = ({
  queueIds,
  ...wanted
}: z.output<typeof CustomFieldRevisionSchema>): CustomFieldRevision => ({
  ...wanted,
  ...(queueIds === undefined ? {} : { queues: queueIds }),
});

export const presentCustomField = ({ queues, ...field }: CustomField) => ({
  ...{ id: field.id, key: field.key, name: field.name, type: field.type, options: field.options },
  ...{ required: field.required, queueIds: queues ?? null, visibility: field.visibility },
  ...{ customersMaySet: field.customersMaySet, isArchived: field.isArchived },
});

/** What a refusal about custom fields is called outside. A new one does not compile until somebody decides that. */
export const customFieldProblem = (
  refusal: CustomFieldRefusal | { readonly code: 'version-mismatch'; readonly version: number },
): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'key-taken':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'too-many-custom-fields':
      return { code: refusal.code, facts: { limit: refusal.limit } };
    case 'options-unfit':
      return breach('options', refusal.code, `must be there for ${chosenTypes}, and only for them`);
    case 'too-many-options':
      return breach('options', refusal.code, `must be at most ${refusal.limit}, archived ones included`);
    case 'not-public':
      return breach('customersMaySet', refusal.code, 'goes only with public visibility');
    case 'unknown-queue':
      return breach('queueIds', refusal.code, `must be queues that exist, and ${refusal.queue} does not`);
    case 'version-mismatch':
      return {
        code: refusal.code,
        detail: 'The custom field has changed since you read it',
        facts: { version: refusal.version },
      };
  }
};

const chosenTypes = fieldTypes.filter(isChosen).join(' and ');
