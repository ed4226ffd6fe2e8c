import fc, { type Arbitrary } from 'fast-check';
import { type Call, fieldValue } from './call.ts';
import { hostileTexts } from './hostile-texts.ts';

/** A change of a call into something that clients rarely send. */
export type Oddity = (call: Call) => Partial<Call>;

const methods = fc
  .constantFrom(
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'PROPFIND',
    'QUERY',
    'get',
    'Post',
  )
  .map(
    (method): Oddity =>
      () => ({ method }),
  );

const paths: Arbitrary<Oddity> = fc
  .constantFrom<(path: string) => string>(
    (path) => `${path}/`,
    (path) => path.replace(/.\//, '$&/'),
    (path) => `${path};a=b`,
    (path) => `${path}/extra`,
    (path) => `${path}/%2e%2e`,
    (path) => `${path}%00`,
    (path) => `${path}%2f`,
    (path) => `${path}%zz`,
    (path) => `${path}%ff`,
    (path) => path.replace('v1', 'V1'),
    (path) => path.replace('v1', '%761'),
    (path) => path.replace('v1', 'v2'),
    (path) => path.replace(/\/(\w+)$/, '/%20$1'),
    (path) => path.replace('/', '/./'),
    (path) => path.replaceAll(/(?<!^)\//g, '\\'),
  )
  .map(
    (change): Oddity =>
      ({ path }) => ({ path: change(path) }),
  );

const queries: Arbitrary<Oddity> = fc
  .oneof(
    fc.constantFrom(
      ...['%zz=1', 'a=%ff', '%00=%00', '=', '&&&', '&=&=', '?', '#a', 'a[b][c]=1', 'limit=%31', 'cursor=%'],
    ),
    fc.constantFrom(
      'limit=1&limit=2',
      'status=open&status=%00',
      'limit=+1',
      'q=a;b',
      `q=${'a'.repeat(6000)}`,
    ),
    fc.constantFrom(Array.from({ length: 1000 }, (_, n) => `p${n}=${n}`).join('&')),
    hostileTexts.map((text) => `${encodeURIComponent(text.toWellFormed())}=1`),
  )
  .map(
    (rawQuery): Oddity =>
      () => ({ rawQuery }),
  );

const fields: Readonly<Record<string, readonly string[]>> = {
  accept: ['*/*', 'text/html', 'application/xml;q=1', '', ';', 'application/json;q=0', 'a'.repeat(2000)],
  'accept-encoding': ['gzip', 'br;q=1, *;q=0', 'identity;q=0', ','],
  'accept-language': ['de', '*', 'x'.repeat(300)],
  'cache-control': ['no-cache', 'only-if-cached', 'max-age=99999999999999999999'],
  'content-type': [
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'text/plain',
    '',
  ],
  'content-encoding': ['gzip', 'identity', 'br', 'x'],
  'content-language': ['de'],
  cookie: ['a=b', '__proto__=1', 'token='],
  expect: ['100-continue', 'something'],
  forwarded: ['for=127.0.0.1', 'for="[::1]";host=evil.example', ';;'],
  from: ['a@example.org'],
  host: ['evil.example', 'localhost:99999', ''],
  'idempotency-key': ['a', '', ' ', 'é', '"', 'a b', 'k'.repeat(255), 'k'.repeat(256), '__proto__'],
  'if-match': [
    '"1"',
    '',
    '"',
    '*',
    '*, "1"',
    'W/"1"',
    '"1',
    '1',
    '"-1"',
    '"9999999999999999"',
    ','.repeat(500),
  ],
  'if-none-match': ['*', '""', 'W/"1"', '"1", "2"', ',', '"'],
  'if-modified-since': ['Thu, 01 Jan 1970 00:00:00 GMT', 'never'],
  'if-unmodified-since': ['Thu, 01 Jan 1970 00:00:00 GMT', 'never'],
  'if-range': ['"1"'],
  origin: ['null', 'https://evil.example', 'file://', ''],
  range: ['bytes=0-0', 'bytes=-1', 'items=0-99'],
  referer: ['https://evil.example/', '//'],
  'user-agent': ['', '() { :; }; /bin/true', 'x'.repeat(4000), '\u00ff'],
  'x-forwarded-for': ['127.0.0.1', '1.2.3.4, 5.6.7.8', 'x', '::1', ','.repeat(100), '999.999.999.999'],
  'x-forwarded-host': ['evil.example'],
  'x-forwarded-proto': ['gopher'],
  'x-http-method-override': ['DELETE', 'PUT'],
  'x-original-url': ['/v1/users'],
  'x-request-id': ['a', 'a b', '', 'x'.repeat(64), 'x'.repeat(65), '<script>', '{jndi:x}', 'ä'],
  'x-user-id': ['1'],
};

const headers: Arbitrary<Oddity> = fc
  .constantFrom(...Object.keys(fields))
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.oneof(fc.constantFrom(...(fields[name] ?? [])), hostileTexts)),
  )
  .map(
    ([name, value]): Oddity =>
      (call) => ({
        headers: {
          ...Object.fromEntries(
            Object.entries(call.headers).filter(([other]) => other.toLowerCase() !== name),
          ),
          [name]: fieldValue(value),
        },
      }),
  );

/** Oddities of every kind. */
export const oddities: Arbitrary<Oddity> = fc.oneof(methods, paths, queries, {
  weight: 3,
  arbitrary: headers,
});
