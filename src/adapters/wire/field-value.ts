import { mostCustomFields, mostOptions } from '#domain/fields/custom-field.ts';
import {
  type FieldValue,
  greatestNumber,
  longestFieldText,
  type ValueBreach,
} from '#domain/fields/field-value.ts';
import { lengthOf } from '#domain/shared/text.ts';
import type { FieldBreach } from '#domain/tickets/refusal.ts';
import type { Problem } from './problem.ts';
import { z } from './schemas.ts';

/** A value of a custom field, as answers show it. */
export const shownFieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** What custom fields are to say, as answers show it; null takes one away. */
export const shownFieldChanges = z.record(z.string(), z.union([shownFieldValue, z.null()]));

/** What custom fields are to say, by their keys: their own types are looked at where the fields are known. */
export const customFields = shownFieldChanges
  .refine((values) => Object.keys(values).length <= mostCustomFields, {
    message: `must name at most ${mostCustomFields} fields`,
    params: { code: 'too-long' },
  })
  .superRefine((values, context) => {
    // what macros and bulk jobs keep meets its field only later
    for (const [key, value] of Object.entries(values)) {
      if (!isTooLong(value)) continue;
      const [message, params] = [fieldBreachTexts['too-long'], { code: 'too-long' }];
      context.addIssue({ code: 'custom', path: [key], message, params });
    }
  })
  .openapi({
    description:
      'Values by the keys of their fields: a text, a number, a date as 2026-03-02, true or false, the key of an option, or several in an array. Null takes one away; what is not named stays.',
    example: { product: 'app' },
  });

const isTooLong = (value: FieldValue | null): boolean =>
  typeof value === 'string'
    ? lengthOf(value) > longestFieldText
    : typeof value === 'object' && value !== null && (value.length > mostOptions || value.some(isTooLong));

/** The breaches of custom fields, all of them. */
export const fieldsProblem = (breaches: readonly FieldBreach[]): Problem => ({
  code: 'validation-failed',
  facts: {
    errors: breaches.map(({ key, code }) => ({
      path: `customFields.${key}`,
      code,
      message: fieldBreachTexts[code],
    })),
  },
});

/** What is wrong with a value of a custom field, in words. */
export const fieldBreachTexts: Record<FieldBreach['code'], string> = {
  'unknown-field': 'is not known here',
  'field-archived': 'is of a field that is archived',
  'field-not-in-queue': 'is of a field that tickets of this queue do not have',
  required: 'is required',
  'invalid-type': 'must be of the type of its field',
  blank: 'must not be blank',
  'too-long': `must have at most ${longestFieldText} characters`,
  'forbidden-character': 'must not contain control characters or lone surrogates',
  'invalid-date': 'must be a day as 2026-03-02',
  'out-of-range': `must be from -${greatestNumber} to ${greatestNumber}`,
  'unknown-option': 'must be the key of an option that is not archived',
  duplicate: 'must name each option once',
} satisfies Record<ValueBreach | FieldBreach['code'], string>;
