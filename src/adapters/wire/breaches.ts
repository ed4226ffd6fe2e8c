import type { Breach } from './problem.ts';
import type { z } from './schemas.ts';

type Issue = z.core.$ZodIssue;

/** Every breach of a schema in the API's words; paths are dotted, unknown fields one each. */
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
      return issue.input === undefined && issue.message.includes('undefined') ? 'required' : 'invalid-type';
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array' ? 'too-long' : 'out-of-range';
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? 'too-short' : 'out-of-range';
    case 'invalid_format':
      return 'invalid-format';
    case 'invalid_value':
      return 'invalid-value';
    default:
      return 'invalid';
  }
};
