import type { Route } from './route.ts';

/** The methods that some route knows for this path, in the form of an `Allow` field (RFC 9110, 10.2.1). */
export const methodsByPath = (
  routes: readonly Pick<Route, 'method' | 'path'>[],
  path: string,
): readonly string[] => {
  const segments = path.split('/');
  const known = routes.filter((route) => matches(route.path.split('/'), segments));
  const methods = new Set(known.map(({ method }) => method.toUpperCase()));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].toSorted();
};

const matches = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]));
