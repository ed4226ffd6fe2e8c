import type { Breach } from './problem.ts';
import type { z } from './schemas.ts';

type Issue = z.core.$ZodIssue;

/** A value by its schema, or every breach of it in the API's words. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly breaches: readonly Breach[] };

/** Holds a value to a schema. */
export const checked = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Checked<z.output<Schema>> => {
  const parsed = schema.safeParse(value, { error: wording });
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, breaches: breachesOf(parsed.error) };
};

/** The breaches that zod found, of a schema that was not held to by {@link checked}; paths are dotted, unknown fields one each. */
export const breachesOf = (error: z.ZodError): readonly Breach[] =>
  error.issues.flatMap((issue) => breachOf(issue));

const breachOf = (issue: Issue): readonly Breach[] => {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      code: 'unknown-field',
      message: 'is not known here',
    }));
  }
  return [{ path: path.join('.'), code: codeOf(issue), message: issue.message }];
};

const codeOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'custom':
      return typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'invalid';
    case 'invalid_type':
      return issue.message === missing ? 'required' : 'invalid-type';
    case 'too_big':
      return isCounted(issue) ? 'too-long' : 'out-of-range';
    case 'too_small':
      return isCounted(issue) ? 'too-short' : 'out-of-range';
    case 'invalid_format':
      return 'invalid-format';
    case 'invalid_value':
      return 'invalid-value';
    default:
      return 'invalid';
  }
};

const missing = 'is required';

/** What is wrong, where the schema itself does not say it: what to do, and nothing of the value. */
const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? missing : `must be of type ${issue.expected}`;
    case 'too_big':
      return `must ${isCounted(issue) ? 'have' : 'be'} at most ${issue.maximum}${unitOf(issue)}`;
    case 'too_small':
      return `must ${isCounted(issue) ? 'have' : 'be'} at least ${issue.minimum}${unitOf(issue)}`;
    case 'invalid_value':
      if (issue.input === undefined) return missing;
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    default:
      return undefined;
  }
};

const isCounted = ({ origin }: { readonly origin: string }): boolean =>
  origin === 'string' || origin === 'array';

const unitOf = ({ origin }: { readonly origin: string }): string => {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
};
