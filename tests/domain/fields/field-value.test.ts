import { describe, expect, test } from 'vitest';
import { type FieldValue, fitting, withChanges } from '#domain/fields/field-value.ts';
import { fieldWith, product } from '../../support/custom-fields.ts';

const text = fieldWith({ type: 'text' });
const number = fieldWith({ type: 'number' });
const date = fieldWith({ type: 'date' });
const boolean = fieldWith({ type: 'boolean' });
const several = { ...product, type: 'multi-choice' as const };

describe('a value of a custom field', () => {
  test.each<[string, Parameters<typeof fitting>[0], FieldValue]>([
    ['a text, over several lines', text, 'Order 4711\nand 4712'],
    ['a number with a fraction', number, -12.5],
    ['a leap day', date, '2024-02-29'],
    ['a no', boolean, false],
    ['an option', product, 'app'],
    ['several options in their order', several, ['web', 'app']],
  ])('may be %s', (_, field, raw) => {
    expect(fitting(field, raw, undefined)).toEqual({ ok: true, outcome: raw });
  });

  test.each<[string, Parameters<typeof fitting>[0], FieldValue, string]>([
    ['a text that says nothing', text, ' \n ', 'blank'],
    ['a text with a control character', text, 'a\u0000', 'forbidden-character'],
    ['a text without end', text, 'a'.repeat(2001), 'too-long'],
    ['a number for a text', text, 5, 'invalid-type'],
    ['a text for a number', number, '5', 'invalid-type'],
    ['a number beyond all bounds', number, Number.POSITIVE_INFINITY, 'out-of-range'],
    ['a day that there is not', date, '2023-02-29', 'invalid-date'],
    ['a moment for a day', date, '2024-02-29T00:00:00Z', 'invalid-date'],
    ['a word for a yes', boolean, 'yes', 'invalid-type'],
    ['an option that there is not', product, 'tv', 'unknown-option'],
    ['an archived option', product, 'fax', 'unknown-option'],
    ['several options where one is wanted', product, ['app'], 'invalid-type'],
    ['one option where several are wanted', several, 'app', 'invalid-type'],
    ['an option twice', several, ['app', 'app'], 'duplicate'],
    ['an archived option among others', several, ['app', 'fax'], 'unknown-option'],
  ])('is never %s', (_, field, raw, refusal) => {
    expect(fitting(field, raw, undefined)).toEqual({ ok: false, refusal });
  });

  test('keeps an archived option that it has, and loses all of them with none', () => {
    expect(fitting(several, ['fax', 'app'], ['fax'])).toEqual({ ok: true, outcome: ['fax', 'app'] });
    expect(fitting(several, [], ['fax'])).toEqual({ ok: true, outcome: null });
  });

  test('zero is zero, with or without a sign', () => {
    expect(fitting(number, -0, undefined)).toEqual({ ok: true, outcome: 0 });
  });
});

test('a change sets what it names, takes away what is null, and keeps the rest', () => {
  expect(withChanges({ a: 1, b: 'x', c: true }, { a: 2, b: null, d: ['y'] })).toEqual({
    a: 2,
    c: true,
    d: ['y'],
  });
});
