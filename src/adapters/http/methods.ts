import type { Route } from './route.ts';

/** The methods that some route knows for this path, in the form of an `Allow` field (RFC 9110, 10.2.1). */
export const methodsByPath = (routes: readonly Route[], path: string): readonly string[] => {
  const segments = segmentsOf(path);
  const methods = routes
    .filter((route) => matches(segmentsOf(route.path), segments))
    .map(({ method }) => method.toUpperCase());
  return methods.includes('GET') ? ['HEAD', ...methods].toSorted() : methods.toSorted();
};

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

const matches = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => part.startsWith('{') || part === segments[index]);
