import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isTokenText, tokenPattern, tokenText } from '#domain/identity/token-text.ts';

const secret = 'q8Zs1cXv0bR4tYw7uI9oP2aSdF5gHjKlMnBvC3xZ6e0';
const text = tokenText(secret);

describe('the text of an access token', () => {
  test('begins with what scanners for secrets look for, and ends with its checksum', () => {
    expect(text).toMatch(tokenPattern);
    expect(text.startsWith(`hxd_pat_${secret}`)).toBe(true);
    expect(isTokenText(text)).toBe(true);
  });

  test('has the checksum that anybody can compute: CRC-32 in base62', () => {
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const value = [...text.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(crc32(secret));
  });

  test.each([
    ['a letter is wrong', text.replace('q8Z', 'q8z')],
    ['the checksum is wrong', `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`],
    ['it is cut short', text.slice(0, -1)],
    ['something follows', `${text}0`],
    ['it has another prefix', text.replace('hxd_', 'ghp_')],
    ['it is empty', ''],
  ])('is none when %s', (_, wrong) => {
    expect(isTokenText(wrong)).toBe(false);
  });
});
