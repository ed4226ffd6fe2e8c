import { breachesOf } from '../wire/breaches.ts';
import type { Breach } from '../wire/problem.ts';
import type { z } from '../wire/schemas.ts';
import { raise } from './answer.ts';
import { readJson } from './read-body.ts';
import type { Route } from './route.ts';

export type ParsedCall = { readonly query: unknown; readonly body: unknown; readonly text: string };

/** A path's parameters; ids that are no ids name nothing. */
export const parseParams = ({ inputs }: Route, raw: Readonly<Record<string, string>>): unknown => {
  const parsed = inputs.params?.safeParse(raw);
  return parsed === undefined || parsed.success ? parsed?.data : raise({ code: 'not-found' });
};

/** Query and body by their schemas, or a thrown problem that names every breach of both. */
export const parseCall = async ({ inputs }: Route, request: Request, url: URL): Promise<ParsedCall> => {
  const json = inputs.body === undefined ? undefined : await readJson(request);
  const query = queryOf(inputs.query, url.searchParams);
  const body = inputs.body?.safeParse(json?.value);
  const errors = [...query.errors, ...(body?.error ? breachesOf(body.error) : [])];
  if (errors.length > 0) raise({ code: 'validation-failed', facts: { errors } });
  return { query: query.data, body: body?.data, text: json?.text ?? '' };
};

type Query = { readonly data: unknown; readonly errors: readonly Breach[] };

/** A parameter given once is a string, given several times a list; only schemas that take lists accept those. */
const queryOf = (schema: z.ZodObject | undefined, parameters: URLSearchParams): Query => {
  const given: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(parameters.keys())) {
    const [first, ...more] = parameters.getAll(name);
    given[name] = more.length === 0 ? (first ?? '') : parameters.getAll(name);
  }
  if (schema === undefined) {
    return {
      data: undefined,
      errors: Object.keys(given).map((path) => ({
        path,
        code: 'unknown-field',
        message: 'is not known here',
      })),
    };
  }
  const parsed = schema.safeParse({ ...given });
  return parsed.success
    ? { data: parsed.data, errors: [] }
    : { data: undefined, errors: breachesOf(parsed.error) };
};
