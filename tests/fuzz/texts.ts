import fc, { type Arbitrary } from 'fast-check';
import { isCleanLine } from '#domain/shared/text.ts';
import type { Schema } from './json-schema.ts';
import { hints } from './known-things.ts';

/** Makes the strings of values, by the schema and the name they stand under. */
export type Texts = (schema: Schema, name: string) => Arbitrary<string>;

/** Strings that their schema allows, as people and programs write them; those that mean something come often. */
export const soundTexts: Texts = (schema, name) => {
  const made = madeBy(schema);
  // words like `me` stand for ids in queries only
  const meaningful = hints[name]?.filter((hint) => schema.format !== 'uuid' || !/^[a-z]+$/.test(hint));
  return meaningful === undefined
    ? made
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...meaningful) }, { weight: 1, arbitrary: made });
};

const madeBy = (schema: Schema): Arbitrary<string> => {
  const { pattern, format, anyOf } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(madeBy));
  // null has a type of its own
  const listed = schema.enum?.filter((one) => one !== null);
  if (listed !== undefined) return fc.constantFrom(...listed.map(String));
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  switch (format) {
    case 'email':
      return emails;
    case 'uuid':
      return fc.uuid({ version: [1, 4, 7] });
    case 'date-time':
      return moments;
    default:
      return words(schema.minLength ?? 0, schema.maxLength ?? 40);
  }
};

const character = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom('é', 'ß', 'İ', '漢', 'ع', '😀', '\u0301', '\u200b', '\ufeff') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(isCleanLine) },
);

/** Clean text that keeps its length when trimmed: short as a rule, sometimes just as short or long as allowed. */
const words = (min: number, max: number): Arbitrary<string> => {
  const repeated = (length: number) => character.map((one) => one.repeat(length));
  const some = fc.array(character, { minLength: min, maxLength: Math.max(min, Math.min(max, min + 30)) });
  return fc
    .oneof(
      { weight: 20, arbitrary: some.map((all) => all.join('')) },
      { weight: 1, arbitrary: repeated(min) },
      { weight: 1, arbitrary: repeated(max) },
    )
    .map((text) => text.replaceAll(/^\s|\s$/g, 'a'));
};

const part = fc.stringMatching(/^[a-z0-9]{1,12}$/);

/** Unknown addresses, up to the longest, in any case. */
const emails = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(part, part).map(([local, host]) => `${local}@${host}.example`) },
  { weight: 1, arbitrary: fc.tuple(part, part).map(([local, tag]) => `${local}+${tag}@EXAMPLE.org`) },
  { weight: 1, arbitrary: part.map((one) => `${one.padEnd(64, 'x')}@${'example-host.'.repeat(14)}test`) },
);

const moment = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });

/** Moments of any year that RFC 3339 can write, in any offset. */
const moments = fc
  .tuple(
    fc.oneof(moment('0000-01-02', '9999-12-31'), moment('2026-01-01', '2028-01-01')),
    fc.constantFrom('Z', '+00:00', '+14:00', '-12:00', '+05:45'),
  )
  .map(([date, offset]) => date.toISOString().replace(/Z$/, offset));
