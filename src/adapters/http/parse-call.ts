import { type Checked, checked } from '../wire/breaches.ts';
import type { Breach } from '../wire/problem.ts';
import { z } from '../wire/schemas.ts';
import { raise } from './answer.ts';
import { readJson } from './read-body.ts';
import type { Route } from './route.ts';

export type ParsedCall = { readonly query: unknown; readonly body: unknown; readonly text: string };

/** A path's parameters; ids that are no ids name nothing. */
export const parseParams = ({ inputs }: Route, raw: Readonly<Record<string, string>>): unknown => {
  const parsed = inputs.params?.safeParse(raw);
  return parsed === undefined || parsed.success ? parsed?.data : raise({ code: 'not-found' });
};

const nothing = z.strictObject({});

/** Enough for every honest mistake; an answer must not grow far beyond its request. */
const mostBreaches = 1000;

/** Query and body by their schemas, or a thrown problem that names every breach of both. */
export const parseCall = async ({ inputs }: Route, request: Request, url: string): Promise<ParsedCall> => {
  const given = inputs.body && (await readJson(request));
  const query: Checked<unknown> = checked(inputs.query ?? nothing, parametersOf(url));
  const body: Checked<unknown> = inputs.body
    ? checked(inputs.body, given?.value)
    : { ok: true, value: undefined };
  if (query.ok && body.ok) return { query: query.value, body: body.value, text: given?.text ?? '' };
  const errors = [...(query.ok ? [] : query.breaches.map(ofParameter)), ...(body.ok ? [] : body.breaches)];
  return raise({
    code: 'validation-failed',
    detail:
      errors.length > mostBreaches
        ? `The first ${mostBreaches} of ${errors.length} breaches are listed in errors.`
        : 'Everything that is wrong with it is listed in errors.',
    facts: { errors: errors.slice(0, mostBreaches) },
  });
};

/** A parameter is named whole, also when only one of its values is wrong. */
const ofParameter = ({ path, ...breach }: Breach): Breach => ({ ...breach, path: path.split('.')[0] ?? '' });

/** A parameter given once is a string, given several times a list; only schemas that take lists accept those. */
const parametersOf = (url: string): object => {
  if (!url.includes('?')) return {};
  const { search, searchParams } = new URL(url);
  if (!isWellEncoded(search)) {
    raise({ code: 'malformed-request', detail: 'The query is not percent-encoded UTF-8.' });
  }
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const [first, ...more] = searchParams.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
};

const isWellEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};
