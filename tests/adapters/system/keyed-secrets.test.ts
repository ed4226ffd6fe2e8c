import { describe, expect, test } from 'vitest';
import { keyedSecrets } from '#adapters/system/keyed-secrets.ts';
import { secretKey } from '#adapters/system/secret-key.ts';

const ours = keyedSecrets({ secretKey: secretKey('a'.repeat(32)) });
const theirs = keyedSecrets({ secretKey: secretKey('b'.repeat(32)) });

describe('secrets', () => {
  test('tokens are 256 random bits', () => {
    const tokens = new Set(Array.from({ length: 100 }, () => ours.token()));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  test('codes are six digits, with leading zeros kept', () => {
    const codes = Array.from({ length: 2000 }, () => ours.code());
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
    expect(new Set(codes.map((code) => code[0])).size).toBe(10);
  });

  test('recovery codes are twice five letters that nobody takes for another', () => {
    const codes = Array.from({ length: 500 }, () => ours.recoveryCode());
    for (const code of codes) expect(code).toMatch(/^[a-km-np-z2-9]{5}-[a-km-np-z2-9]{5}$/);
    expect(new Set(codes).size).toBe(500);
    expect(new Set(codes.join('').replaceAll('-', '')).size, 'all of them are used').toBe(32);
  });

  test('a digest is always the same, fits its column and needs the secret key', () => {
    expect(ours.digest('123456')).toBe(ours.digest('123456'));
    expect(ours.digest('123456')).toMatch(/^[\w-]{43}$/);
    expect(ours.digest('123456')).not.toBe(ours.digest('123457'));
    expect(ours.digest('123456')).not.toBe(theirs.digest('123456'));
  });

  test('a derived secret is always the same, and other for every purpose and installation', () => {
    const successor = ours.derive('token', 'successor');
    expect(ours.derive('token', 'successor')).toBe(successor);
    expect(successor).toMatch(/^[\w-]{43}$/);
    expect([
      ours.derive('token', 'other'),
      theirs.derive('token', 'successor'),
      ours.digest('token'),
      ours.digest(`successor\ntoken`),
    ]).not.toContain(successor);
  });

  test('what an earlier version kept is found by this one', () => {
    expect(ours.digest('123456')).toBe('n95Lr5rT5zKkfOXmE_BjSzAHPuwrdmp_Har8YXnS_6A');
    expect(ours.derive('token', 'successor')).toBe('BYof0A3g5kzNaDKtpRi7ly0N7LlZsbMe0cMylrb7Xg0');
  });
});
