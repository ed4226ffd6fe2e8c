import fc, { type Arbitrary } from 'fast-check';
import { type Schema, typesOf } from './json-schema.ts';
import type { Texts } from './texts.ts';

/** Values that a schema allows, with strings as `texts` makes them. */
export const valuesOf = (schema: Schema, texts: Texts, name = ''): Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  const types = typesOf(schema);
  if (types.length === 0 && schema.anyOf !== undefined)
    return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, texts, name)));
  if (types.length === 0) throw new TypeError(`the schema of "${name}" names no type`);
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, texts, name)));
};

const valuesOfType = (type: string, schema: Schema, texts: Texts, name: string): Arbitrary<unknown> => {
  switch (type) {
    case 'string':
      return texts(schema, name);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arraysOf(schema, texts, name);
    case 'object':
      return objectsOf(schema, texts);
    default:
      throw new TypeError(`the fuzzer makes no ${type}`);
  }
};

const arraysOf = ({ items, minItems = 0, maxItems = 3 }: Schema, texts: Texts, name: string) => {
  if (items === undefined) throw new TypeError(`the array "${name}" does not say of what`);
  const one = valuesOf(items, texts, name);
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(one, { minLength: minItems, maxLength: Math.min(maxItems, 5) }) },
    { weight: 1, arbitrary: one.map((same) => Array.from({ length: maxItems }, () => same)) },
  );
};

const objectsOf = (
  { properties = {}, required = [], additionalProperties }: Schema,
  texts: Texts,
): Arbitrary<unknown> => {
  const named = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, texts, name)]),
    ),
    { requiredKeys: [...required] },
  );
  if (typeof additionalProperties !== 'object') return named;
  const others = fc.dictionary(texts({ type: 'string' }, ''), valuesOf(additionalProperties, texts), {
    maxKeys: 5,
  });
  return fc.tuple(others, named).map(([some, more]) => ({ ...some, ...more }));
};
