import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc, { type Arbitrary } from 'fast-check';
import { type Schema, typesOf } from './json-schema.ts';
import { soundTexts } from './texts.ts';
import { valuesOf } from './values.ts';

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);

/** Values that break a schema in one place; that they do is checked against the schema itself. */
export const brokenValuesOf = (schema: Schema): Arbitrary<unknown> => {
  const isValid = ajv.compile(schema);
  return broken(schema, '').filter((value) => !isValid(value));
};

const broken = (schema: Schema, name: string): Arbitrary<unknown> => {
  const ways = [otherTypes(schema), ...beyondBounds(schema), ...brokenParts(schema, name)];
  return fc.oneof(...ways);
};

/** One value of every JSON type. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  string: ['', '1', 'text', 'true', 'null'],
  number: [0.5, -1.5, 1e300],
  integer: [0, 1, -1, 2 ** 53],
  boolean: [true, false],
  null: [null],
  array: [[], ['text'], [null]],
  object: [{}, { id: 1 }, { $ne: null }, { toString: 'text' }],
};

const otherTypes = (schema: Schema): Arbitrary<unknown> => {
  const allowed = schema.enum === undefined ? typesOf(schema) : [];
  const others = Object.entries(samples).filter(([type]) => !allowed.includes(type));
  return fc.constantFrom(...others.flatMap(([, values]) => values));
};

const beyondBounds = (schema: Schema): readonly Arbitrary<unknown>[] => {
  const { minLength = 0, maxLength, minimum, maximum, maxItems, items, format, pattern } = schema;
  const numbers = [
    ...(minimum === undefined ? [] : [minimum - 1, minimum + 0.5, -(2 ** 53), -1e300]),
    ...(maximum === undefined ? [] : [maximum + 1, 2 ** 53, 1e300]),
  ];
  return [
    ...(minLength > 0 ? [fc.nat(minLength - 1).map((length) => 'x'.repeat(length))] : []),
    ...(maxLength === undefined
      ? []
      : [fc.integer({ min: 1, max: 9 }).map((more) => 'x'.repeat(maxLength + more))]),
    ...(numbers.length > 0 ? [fc.constantFrom(...numbers)] : []),
    ...(format === undefined && pattern === undefined ? [] : [fc.constantFrom(...shapeless)]),
    ...(maxItems === undefined || items === undefined
      ? []
      : [valuesOf(items, soundTexts).map((one) => Array.from({ length: maxItems + 1 }, () => one))]),
  ];
};

/** What has no format that anybody asks for. */
const shapeless = [
  '',
  ' ',
  'x',
  '@',
  'a@b',
  '2026-02-30T00:00:00Z',
  '2026-11-22',
  '00000000-0000-0000-0000',
  '١٢٣',
];

const brokenParts = (schema: Schema, name: string): readonly Arbitrary<unknown>[] => {
  const { items, properties, required = [] } = schema;
  const ways: Arbitrary<unknown>[] = [];
  if (items !== undefined) {
    const sound = fc.array(valuesOf(items, soundTexts, name), { maxLength: 2 });
    ways.push(fc.tuple(sound, broken(items, name)).map(([before, wrong]) => [...before, wrong]));
  }
  if (properties === undefined) return ways;
  const whole = valuesOf(schema, soundTexts, name).map((value) => Object(value) as object);
  for (const [property, inner] of Object.entries(properties)) {
    const wrong = broken(inner, property);
    ways.push(fc.tuple(whole, wrong).map(([value, one]) => ({ ...value, [property]: one })));
  }
  for (const missing of required) {
    ways.push(
      whole.map((value) => Object.fromEntries(Object.entries(value).filter(([one]) => one !== missing))),
    );
  }
  const surprises = ['surprise', 'id', 'role', 'version', '__proto__', 'constructor', 'toString', ''];
  ways.push(
    fc
      .tuple(whole, fc.constantFrom(...surprises))
      .map(([value, surprise]) => Object.fromEntries([...Object.entries(value), [surprise, true]])),
  );
  return ways;
};
