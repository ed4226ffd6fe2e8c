import { describe, expect, test } from 'vitest';
import { isCleanLine, isCleanText, isPlainName, lengthOf } from '#domain/shared/text.ts';

const named = (text: string) => ({ text, shown: JSON.stringify(text) });

describe('keeping text storable', () => {
  test.for(
    ['', 'Grüße, 你好, 👩‍👩‍👧 and \u202eright to left', 'a\tb', 'a\nb', 'a\r\nb', 'a\u2028b', '\u00a0'].map(
      named,
    ),
  )('$shown is kept as written', ({ text }) => {
    expect(isCleanText(text)).toBe(true);
  });

  test.for(
    [
      '\u0000',
      'a\u0000b',
      '\u0008',
      '\u000b',
      '\u000c',
      '\u000e',
      '\u001b[31m',
      '\u001f',
      '\u007f',
      '\u0085',
      '\u009f',
    ]
      .concat('\ud800', 'a\udc00b', '\udc00\ud800')
      .map(named),
  )('$shown is refused', ({ text }) => {
    expect(isCleanText(text)).toBe(false);
    expect(isCleanLine(text)).toBe(false);
  });

  test('of the control characters exactly tab, line feed and carriage return are allowed', () => {
    const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code));
    const allowed = all.filter((character) => isCleanText(character) && !/[\x20-\x7e]/.test(character));
    expect(allowed).toEqual(['\t', '\n', '\r']);
  });
});

describe('keeping a line a line', () => {
  test.for(['', 'Charged twice', 'Rechnung für März 👍'].map(named))('$shown is one', ({ text }) => {
    expect(isCleanLine(text)).toBe(true);
  });

  test.for(['a\tb', 'a\nb', 'a\rb', 'a\u2028b', 'a\u2029b'].map(named))('$shown is none', ({ text }) => {
    expect(isCleanLine(text)).toBe(false);
  });
});

describe('telling names from what passes for them', () => {
  test.for(
    [
      'Zoë',
      'O’Hara-Ng',
      '山田',
      '葛\u{e0100}',
      '\u0646\u0627\u0645\u200c\u0647\u0627',
      '\u0915\u094d\u200d\u0937',
      '👩‍👩‍👧‍👦',
    ].map(named),
  )('$shown is plain', ({ text }) => {
    expect(isPlainName(text)).toBe(true);
  });

  test.for(
    [
      '',
      ' ',
      '\u200d',
      '\ufe0f',
      '\u3164',
      'Ada\u202e',
      'A\u2066da',
      'A\u200bda',
      '\ufeffAda',
      'A\u00adda',
      'Ada\u{e0041}',
      'A\u061cda',
    ].map(named),
  )('$shown is not', ({ text }) => {
    expect(isPlainName(text)).toBe(false);
  });
});

describe('counting characters', () => {
  test.for([
    { text: '', length: 0 },
    { text: 'abc', length: 3 },
    { text: 'für', length: 3 },
    { text: 'fu\u0308r', length: 4 },
    { text: '👍👍', length: 2 },
  ])('"$text" has $length', ({ text, length }) => {
    expect(lengthOf(text)).toBe(length);
  });
});
