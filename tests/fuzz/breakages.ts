import fc, { type Arbitrary } from 'fast-check';
import { brokenValuesOf } from './broken-values.ts';
import { type Call, soundCallsTo } from './call.ts';
import type { Schema } from './json-schema.ts';
import type { Operation } from './operations.ts';

/** A call with one thing wrong, and the status it is refused with. */
export type Breakage = { readonly call: Call; readonly refusedWith: number };

/** Every way to break a call to an operation. Whoever sends it could see and do all it asks for. */
export const breakages = (operation: Operation): readonly Arbitrary<Breakage>[] => {
  const calls = soundCallsTo(operation, fc.constant('ada' as const)).map((call) => ({
    ...call,
    headers: {},
  }));
  const altered = <Wrong>(
    wrong: Arbitrary<Wrong>,
    refusedWith: number,
    change: (wrong: Wrong) => Partial<Call> | ((call: Call) => Partial<Call>),
  ): Arbitrary<Breakage> =>
    fc.tuple(calls, wrong).map(([call, one]) => {
      const changed = change(one);
      return { call: { ...call, ...(typeof changed === 'function' ? changed(call) : changed) }, refusedWith };
    });

  const { body, parameters } = operation;
  const queries = parameters.filter((one) => one.in === 'query');
  return [
    altered(strangeParameters, 422, (one) => (call) => ({ query: [...call.query, one] })),
    ...queries.flatMap(({ name, schema }) => {
      const without = ({ query }: Call) => query.filter(([other]) => other !== name);
      const wrong = brokenTexts(schema).map((text) =>
        altered(fc.constantFrom(...text), 422, (one) => (call) => ({
          query: [...without(call), [name, one]],
        })),
      );
      const twice = altered(fc.constantFrom('1', 'a', ''), 422, (one) => (call) => ({
        query: [...without(call), [name, one], [name, one]],
      }));
      return schema.type === 'array' ? wrong : [...wrong, twice];
    }),
    ...(operation.path.includes('{') ? [altered(namesOfNothing, 404, (id) => ({ named: { id } }))] : []),
    ...(body === undefined
      ? []
      : [
          altered(brokenValuesOf(body), 422, (one) => ({ body: one })),
          altered(brokenJson, 400, (raw) => ({ raw, headers: json })),
          altered(fc.constant(tooLarge), 413, (raw) => ({ raw, headers: json })),
          altered(tooDeep, 422, (raw) => ({ raw, headers: json })),
          altered(otherMediaTypes, 415, (type) => (call) => ({
            raw: JSON.stringify(call.body),
            headers: type === undefined ? {} : { 'content-type': type },
          })),
        ]),
  ];
};

const tooLarge = 'x'.repeat(1024 * 1024 + 1);

const json = { 'content-type': 'application/json' };

const strangeParameters = fc.constantFrom(
  ['surprise', '1'],
  ['access_token', 'x'],
  ['__proto__', '1'],
  ['constructor', ''],
  ['limit[]', '1'],
  ['', 'x'],
  ['offset', '0'],
  ['LIMIT', '1'],
) as Arbitrary<readonly [string, string]>;

/** Texts in a query that no value of the schema is written as. */
const brokenTexts = (schema: Schema): readonly (readonly string[])[] => {
  const { type, minimum, maximum, format, minLength = 0, maxLength, items } = schema;
  if (items !== undefined) return brokenTexts(items);
  if (schema.anyOf !== undefined) return [['', 'a', ' ', '42', '%00', 'null']];
  if (schema.enum !== undefined) return [['', 'nothing', ' ', `${schema.enum[0]} `, 'null', '\u0000']];
  if (type === 'integer') {
    const beyond = [
      ...(minimum === undefined ? [] : [minimum - 1]),
      ...(maximum === undefined ? [] : [maximum + 1]),
    ];
    return [
      ['', 'a', '1.5', '1e1', ' 1', '0x1', '٣', '99999999999999999999', 'NaN', '1,2', ...beyond.map(String)],
    ];
  }
  if (format === 'uuid') return [['', 'a', '42', '{}', '01957b3e9c007b209a012f6c1d7e4a11', '%00']];
  if (format === 'date-time')
    return [['', 'now', '2026-11-22', '2026-02-30T00:00:00Z', '1700000000', '12:00']];
  return [
    ...(minLength > 0 ? [['', ' ']] : []),
    ...(maxLength === undefined ? [] : [['x'.repeat(maxLength + 1), '漢'.repeat(maxLength * 2)]]),
  ];
};

const namesOfNothing = fc.constantFrom(
  ...[
    'nothing',
    '0',
    '-1',
    '01',
    '1.0',
    '999999999',
    '99999999999999999999',
    '\u0000',
    '../queues',
    "' OR 1=1 --",
  ],
  ...[
    '01957b3e-9c00-7a10-8f10-6d1f0c3a5e0f',
    '01957b3e-9c00-7a10-8f10-6d1f0c3a5e',
    '%2e%2e',
    'null',
    '🙂',
    '*',
  ],
);

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

const brokenJson: Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '{', '{"a":', '{"a":1,}', "{'a':1}", '{a:1}', 'undefined', 'NaN', '{"a":NaN}', '\u0000'],
  ),
  fc.constantFrom(
    ...['[1', '"\n"', '"\\x"', '{}{}', '{} x', '\ufeff{}', '// a\n{}', '0x10', '01', '+1', '.5', '"\\ud8'],
  ),
  fc.constantFrom(
    bytes('ff'),
    bytes('7b2261223a22c328227d'),
    bytes('fffe7b007d00'),
    bytes('7b2261223a22eda080227d'),
  ),
  fc.constantFrom(bytes('22c0af22'), bytes('1f8b0800000000000003')),
);

const tooDeep = fc
  .tuple(fc.constantFrom(33, 100, 5000, 100_000), fc.boolean())
  .map(([depth, isArray]) =>
    isArray ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );

const otherMediaTypes = fc.constantFrom(
  ...[
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ],
  ...['application/jsonp', 'application/json; charset=latin1', 'application/json, text/plain', 'json', '*/*'],
  ...[
    'text/json',
    'application/vnd.api+json',
    'application/json; charset=utf-16',
    'application/json;;',
    undefined,
  ],
);
